/** Runs the rules over one model: prefilter, options, severities, isolation of a rule that fails, suppressions. */
import type { Config } from '../config/types';
import type { UnusedSuppression } from '../engine-types';
import { RUNTIME_ACCELERATOR } from '../model/accelerator-words';
import type { Model } from '../model/model';
import type { Finding, Rule, RuleContext, Severity, SweepDocument } from '../rules/rule';
import { isTriggered } from '../rules/triggers';
import { applySuppressions } from '../suppress/apply';
import { parseSuppressions } from '../suppress/parse';
import type { Span } from '../text/span';
import { SpanSet } from '../text/span-set';

export interface Outcome {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Finding[];
  readonly unused: readonly UnusedSuppression[];
  readonly problems: readonly string[];
}

/** `cells` are the code cells of a notebook, undefined for a module. */
export function runRules(rules: readonly Rule[], model: Model, config: Config, cells?: readonly Span[]): Outcome {
  const problems: string[] = [];
  const broken = new SpanSet(model.program.broken);
  const active = rules.filter((rule) => severityOf(rule, config) !== 'off');
  const found = active
    .flatMap((rule) => runRule(rule, model, config, problems))
    // Nothing is reported inside a region that did not parse.
    .filter((finding) => !broken.overlaps(finding.span))
    .sort(inOrder);
  const comments = parseSuppressions(
    model.program,
    rules.map((rule) => rule.meta.id),
    cells,
  );
  const split = applySuppressions(found, comments.suppressions, new Set(active.map((rule) => rule.meta.id)));
  const malformed = comments.malformed.map(({ span, message }): UnusedSuppression => ({ span, message, rule: null }));
  // After the comments, because one that hides a soft finding is in use.
  const findings = split.kept.filter((finding) => passesMinimum(finding, config));
  return { findings, suppressed: split.suppressed, unused: [...malformed, ...split.unused], problems };
}

export function passesMinimum(finding: Finding, config: Config): boolean {
  return RANK[finding.severity] >= RANK[config.minimumSeverity];
}

export function severityOf(rule: Rule, config: Config): Severity {
  const setting = config.rules[rule.meta.id];
  return !setting || setting.severity === 'default' ? rule.meta.severity : setting.severity;
}

function runRule(rule: Rule, model: Model, config: Config, problems: string[]): readonly Finding[] {
  if (!isTriggered(rule.meta, textOf(model))) return [];
  return guarded(rule, config, problems, (context) => rule.check(model, context));
}

/** The triggers are words of Python, so they are not asked for in YAML. */
export function runSweepRule(rule: Rule, sweep: SweepDocument, config: Config, problems: string[]): readonly Finding[] {
  return guarded(rule, config, problems, (context) => rule.checkSweep?.(sweep, context) ?? []);
}

function guarded(
  rule: Rule,
  config: Config,
  problems: string[],
  check: (context: RuleContext) => Iterable<Finding>,
): readonly Finding[] {
  try {
    const options = optionsOf(rule, config.rules[rule.meta.id]?.options ?? {});
    return [...check({ options })].map((finding) => ({
      ...finding,
      severity: shifted(finding.severity, rule.meta.severity, severityOf(rule, config)),
    }));
  } catch (error) {
    problems.push(
      `rule ${rule.meta.id} failed and was skipped: ${error instanceof Error ? error.message : String(error)}`,
    );
    return [];
  }
}

/** The accelerator of a notebook is in its metadata, where the word stands for it. */
function textOf({ program, document }: Model): string {
  return document.accelerator === null ? program.text : `${program.text}\n# ${RUNTIME_ACCELERATOR}`;
}

function optionsOf(rule: Rule, set: Readonly<Record<string, number>>): Record<string, number> {
  const options: Record<string, number> = {};
  for (const [name, spec] of Object.entries(rule.meta.options)) options[name] = set[name] ?? spec.default;
  return options;
}

const RANK: Readonly<Record<Severity, number>> = { off: 0, hint: 1, information: 2, warning: 3 };
const BY_RANK = ['off', 'hint', 'information', 'warning'] as const;

/** A finding softer than its rule's default stays as much softer than the severity that is set. */
function shifted(actual: Finding['severity'], usual: Severity, set: Severity): Finding['severity'] {
  const softer = usual === 'off' ? 0 : Math.max(0, RANK[usual] - RANK[actual]);
  const rank = Math.max(1, RANK[set] - softer);
  return BY_RANK[rank] as Finding['severity'];
}

function inOrder(a: Finding, b: Finding): number {
  return a.span.start - b.span.start || a.rule.localeCompare(b.rule);
}
