/** Runs the rules over one model: prefilter, options, severities, isolation of a rule that fails, suppressions. */
import { severityOf } from '../config/severity';
import type { Config } from '../config/types';
import type { UnusedSuppression } from '../engine-types';
import { movedFindings } from '../rules/move-findings';
import { Answers } from '../model/answers';
import { deadSpans } from '../model/dead-branches';
import type { Model } from '../model/model';
import type { Finding, Related, Rule, RuleContext, Severity, SweepDocument } from '../rules/rule';
import { isInCode, isTriggeredBy } from '../rules/triggers';
import { applySuppressions } from '../suppress/apply';
import { parseSuppressions } from '../suppress/parse';
import type { Tracker } from '../syntax/tracker';
import type { Span } from '../text/span';
import { SpanSet } from '../text/span-set';

export interface Outcome {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Finding[];
  readonly unused: readonly UnusedSuppression[];
  readonly problems: readonly string[];
}

/** `cells` are the code cells of a notebook, undefined for a module. */
export function runRules(
  rules: readonly Rule[],
  model: Model,
  config: Config,
  cells?: readonly Span[],
  answers = new RuleAnswers(),
): Outcome {
  const problems: string[] = [];
  const silent = new SpanSet([...model.program.broken, ...timedCells(model, cells), ...deadSpans(model)]);
  const active = rules.filter((rule) => severityOf(rule.meta, config) !== 'off');
  const found = active
    .flatMap((rule) => runRule(rule, model, config, answers, problems))
    // Nothing is reported inside a region that did not parse, where code is run to be measured, or where it never runs.
    .filter((finding) => !silent.overlaps(finding.span))
    .sort(inOrder);
  const told = withoutTwins(found);
  const comments = parseSuppressions(
    model.program,
    rules.map((rule) => rule.meta.id),
    cells,
  );
  const split = applySuppressions(told, comments.suppressions, new Set(active.map((rule) => rule.meta.id)));
  const malformed = comments.malformed.map(({ span, message }): UnusedSuppression => ({ span, message, rule: null }));
  // After the comments, because one that hides a soft finding is in use.
  const findings = split.kept.filter((finding) => passesMinimum(finding, config));
  return { findings, suppressed: split.suppressed, unused: [...malformed, ...split.unused], problems };
}

function timedCells({ document }: Model, cells: readonly Span[] = []): readonly Span[] {
  return (document.timedCells ?? []).flatMap((index) => cells[index] ?? []);
}

export function passesMinimum(finding: Finding, config: Config): boolean {
  return RANK[finding.severity] >= RANK[config.minimumSeverity];
}

/** What the rules found; over edits, where the program is tracked. */
export class RuleAnswers {
  readonly #found: Answers<string, readonly Finding[]>;

  constructor(tracker?: Tracker) {
    this.#found = new Answers<string, readonly Finding[]>(tracker, movedFindings);
  }

  of(rule: Rule, model: Model, options: Readonly<Record<string, number>>): readonly Finding[] {
    const key = [rule.meta.id, ...Object.values(options)].join(' ');
    return this.#found.get(key, () => [...rule.check(model, { options })]);
  }
}

function runRule(
  rule: Rule,
  model: Model,
  config: Config,
  answers: RuleAnswers,
  problems: string[],
): readonly Finding[] {
  if (
    !isTriggeredBy(rule.meta, (word) => isInCode(word, model.document.accelerator, (one) => model.program.first(one)))
  )
    return [];
  return guarded(rule, config, problems, ({ options }) => answers.of(rule, model, options));
}

/** What one rule finds with its default options, whatever its severity and comments say; nothing where it fails. */
export function findingsOfRule(rule: Rule, model: Model, answers: RuleAnswers): readonly Finding[] {
  try {
    return answers.of(rule, model, optionsOf(rule, {}));
  } catch {
    return [];
  }
}

/** The triggers are words of Python, so they are not asked for in YAML. */
export function runSweepRule(rule: Rule, sweep: SweepDocument, config: Config, problems: string[]): readonly Finding[] {
  return guarded(rule, config, problems, (context) => [...(rule.checkSweep?.(sweep, context) ?? [])]);
}

function guarded(
  rule: Rule,
  config: Config,
  problems: string[],
  check: (context: RuleContext) => readonly Finding[],
): readonly Finding[] {
  const severity = severityOf(rule.meta, config);
  try {
    const found = check({ options: optionsOf(rule, config.rules[rule.meta.id]?.options ?? {}) });
    if (severity === rule.meta.severity) return found;
    return found.map((finding) => ({
      ...finding,
      severity: shifted(finding.severity, rule.meta.severity, severity),
    }));
  } catch (error) {
    problems.push(
      `rule ${rule.meta.id} failed and was skipped: ${error instanceof Error ? error.message : String(error)}`,
    );
    return [];
  }
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

/** One place that is reached in two ways, as a step that two loops call, is one thing to mend: the loudest finding stands for all. */
function withoutTwins(sorted: readonly Finding[]): readonly Finding[] {
  const told: Finding[] = [];
  for (const finding of sorted) {
    const last = told.at(-1);
    if (!last || !isTwin(last, finding)) told.push(finding);
    else told[told.length - 1] = merged(last, finding);
  }
  return told;
}

function isTwin(one: Finding, other: Finding): boolean {
  return (
    one.rule === other.rule &&
    one.span.start === other.span.start &&
    one.span.end === other.span.end &&
    one.message === other.message
  );
}

function merged(one: Finding, other: Finding): Finding {
  const [main, twin] = RANK[other.severity] > RANK[one.severity] ? [other, one] : [one, other];
  const isNew = ({ span }: Related): boolean =>
    !main.related.some((known) => known.span.start === span.start && known.span.end === span.end);
  return { ...main, related: [...main.related, ...twin.related.filter(isNew)] };
}

function inOrder(a: Finding, b: Finding): number {
  return a.span.start - b.span.start || a.rule.localeCompare(b.rule);
}
