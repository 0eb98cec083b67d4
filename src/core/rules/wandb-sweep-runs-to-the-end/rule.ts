/** Finds W&B sweeps that try a whole grid, never end, or let every poor run train to its last epoch. */
import type { Model } from '../../model/model';
import { wasteOf } from '../../model/search/sweep';
import { dictionarySweeps, type DictionarySweep } from '../../model/search/sweep-dictionary';
import { runOf } from '../../model/search/sweep-run';
import { spanOf } from '../../text/span';
import type { TextEdit } from '../../text/span';
import type { Finding, Fix, Rule, RuleContext, SweepDocument } from '../rule';
import { appendEntries } from '../shared/dictionary-items';
import { PRUNING_SAVING } from '../shared/pruning-saving';
import { quoted } from '../shared/quotes';
import { remedyOf, sweepFacts, sweepMessage, sweepNotes, sweepSaving, type SweepRemedy } from '../shared/sweep-words';
import { sweepYamlFixes } from '../shared/sweep-yaml-fix';
import { scaleOfTrials } from '../../model/scale/of-runs';
import { isToyProgram } from '../../model/scale/toy-program';
import { workloadOfLoops } from '../../model/workloads/workload-of';

export const rule: Rule = {
  meta: {
    id: 'wandb-sweep-runs-to-the-end',
    summary: 'A W&B sweep tries a whole grid, never ends, or lets every poor run train to its last epoch.',
    category: 'search',
    severity: 'information',
    frameworks: ['wandb'],
    triggers: ['wandb'],
    requires: [['sweep'], ['method']],
    saving: PRUNING_SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      grid: { default: 12, minimum: 1, description: 'Grids of more runs than this are reported.' },
      epochs: { default: 3, minimum: 2, description: 'Runs that log fewer epochs are not asked to end early.' },
    },
  },
  *check(model, context) {
    if (model.document.isTest) return;
    for (const sweep of dictionarySweeps(model)) {
      const found = findingOf(model, sweep, context);
      if (found) yield found;
    }
  },
  *checkSweep(sweep, context) {
    const found = sweep.document.isTest ? undefined : yamlFinding(sweep, context);
    if (found) yield found;
  },
};

function yamlFinding(sweep: SweepDocument, { options }: RuleContext): Finding | undefined {
  const { facts, run, root } = sweep;
  const waste = wasteOf(facts, run, limitsOf(options));
  const entry = root.kind === 'map' ? root.entries.find((one) => one.key === 'method') : undefined;
  if (!waste || !entry?.value) return undefined;
  const remedy = remedyOf(facts, waste);
  return {
    rule: rule.meta.id,
    severity: 'information',
    span: { start: entry.keySpan.start, end: entry.value.span.end },
    message: sweepMessage(waste, 'run_cap'),
    notes: [...sweepNotes(waste), ...(waste.endless ? ['unless its agents are started with --count'] : [])],
    related: [],
    facts: sweepFacts(facts, waste),
    saving: sweepSaving(waste, remedy?.runCap ?? null),
    workload: null,
    fixes: remedy ? sweepYamlFixes(sweep, remedy) : [],
  };
}

function limitsOf(options: RuleContext['options']): { readonly grid: number; readonly epochs: number } {
  return { grid: options['grid'] ?? 12, epochs: options['epochs'] ?? 3 };
}

function findingOf(model: Model, sweep: DictionarySweep, { options }: RuleContext): Finding | undefined {
  const own = runOf(model, sweep.call, sweep.facts);
  // A sweep of another script says nothing about the functions of this one.
  const run = sweep.external ? { ...own, loggedEpochs: null } : own;
  const waste = wasteOf(sweep.facts, run, limitsOf(options));
  if (!waste) return undefined;
  const toy =
    isToyProgram(model) || scaleOfTrials(model, workloadOfLoops(model), waste.unpruned ?? null).size === 'short';
  const remedy = remedyOf(sweep.facts, waste);
  return {
    rule: rule.meta.id,
    severity: toy ? 'hint' : 'information',
    span: spanOf(sweep.call),
    message: sweepMessage(waste, 'neither run_cap nor count'),
    notes: [...sweepNotes(waste), ...(toy ? ['the data set is small, so each run is short'] : [])],
    related: [{ span: spanOf(sweep.method), message: 'the method of the sweep' }],
    facts: sweepFacts(sweep.facts, waste),
    saving: sweepSaving(waste, remedy?.runCap ?? null),
    workload: null,
    fixes: remedy ? fixesOf(model, sweep, remedy) : [],
  };
}

function fixesOf(model: Model, { literal, method }: DictionarySweep, remedy: SweepRemedy): Fix[] {
  const { text } = model.program;
  const inLiteral = literal !== null && literal.start <= method.start && method.end <= literal.end;
  if (!literal || (remedy.method !== null && (!inLiteral || method.kind !== 'constant'))) return [];
  const key = (name: string): string => quoted(model, name);
  const entries = [
    remedy.runCap === null ? null : `${key('run_cap')}: ${remedy.runCap}`,
    remedy.minIter === null
      ? null
      : `${key('early_terminate')}: {${key('type')}: ${key('hyperband')}, ${key('min_iter')}: ${remedy.minIter}}`,
  ].filter((one) => one !== null);
  const added = appendEntries(literal, text, entries);
  const replaced: TextEdit[] = remedy.method === null ? [] : [{ span: spanOf(method), newText: key(remedy.method) }];
  if (!added) return [];
  return [
    { title: remedy.title, safety: 'review', reason: remedy.reason, edits: [...replaced, ...added], imports: [] },
  ];
}
