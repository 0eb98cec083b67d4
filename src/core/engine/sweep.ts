/** Analyses a W&B sweep in YAML: what it asks for, and what the script beside it logs. */
import { severityOf } from '../config/severity';
import type { Config } from '../config/types';
import type { UnusedSuppression } from '../engine-types';
import { createModel } from '../model/build';
import type { DocumentFacts, Model } from '../model/model';
import { loggedByScript } from '../model/search/sweep-run';
import type { SweepFacts } from '../model/search/sweep';
import { isCounted, sweepOf, sweepProgram } from '../model/search/sweep-yaml';
import type { Finding, Rule, SweepDocument } from '../rules/rule';
import { applySuppressions } from '../suppress/apply';
import { readDirective } from '../suppress/directive';
import type { Suppression } from '../suppress/parse';
import type { SyntaxSession } from '../syntax/session';
import { yamlComments, type YamlReader } from '../text/yaml';
import { passesMinimum, runSweepRule } from './run-rules';

export interface SweepOutcome {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Finding[];
  readonly unused: readonly UnusedSuppression[];
  readonly problems: readonly string[];
}

const NOTHING: SweepOutcome = { findings: [], suppressed: [], unused: [], problems: [] };

export interface SweepTools {
  readonly rules: readonly Rule[];
  readonly readYaml: YamlReader | undefined;
  readonly session: SyntaxSession;
}

/** Nothing for a text that does not parse or is no sweep. */
export function analyseSweep(text: string, document: DocumentFacts, config: Config, tools: SweepTools): SweepOutcome {
  const root = tools.readYaml?.(text);
  const facts = root && sweepOf(root);
  if (!root || !facts) return NOTHING;
  const problems: string[] = [];
  const logged = loggedBeside(text, document, facts, tools.session);
  const agents = isCounted(document.surroundings) ? 'unknown' : 'endless';
  const sweep: SweepDocument = { text, document, root, facts, run: { agents: { kind: agents }, loggedEpochs: logged } };
  const active = tools.rules.filter((rule) => rule.checkSweep && severityOf(rule.meta, config) !== 'off');
  const found = active.flatMap((rule) => runSweepRule(rule, sweep, config, problems));
  const split = applySuppressions(found, suppressionsIn(text), new Set(active.map((rule) => rule.meta.id)));
  const findings = split.kept.filter((finding) => passesMinimum(finding, config));
  return { findings, suppressed: split.suppressed, unused: split.unused, problems };
}

/** Epochs after which the program of the sweep logs its metric, when the program was read beside it. */
function loggedBeside(text: string, document: DocumentFacts, facts: SweepFacts, session: SyntaxSession): number | null {
  const name = sweepProgram(text)?.replace(/^\.\//, '');
  const file = document.surroundings.find(
    ({ path }) => name !== undefined && (path === name || path.endsWith(`/${name}`)),
  );
  if (!file?.text.includes('wandb')) return null;
  const syntax = session.open(file.text);
  try {
    const model: Model = createModel(syntax.program, {
      ...document,
      path: file.path,
      kind: 'module',
      surroundings: [],
    });
    return loggedByScript(model, facts);
  } finally {
    syntax.dispose();
  }
}

/** A sweep is one statement: a comment anywhere in it is about all of it. */
function suppressionsIn(text: string): Suppression[] {
  if (!text.includes('carbon')) return [];
  return yamlComments(text).flatMap((comment): Suppression[] => {
    const read = readDirective(text, comment);
    if (!read || 'malformed' in read) return [];
    return [{ directive: read.directive, scope: 'file', covers: { start: 0, end: text.length }, uncertain: false }];
  });
}
