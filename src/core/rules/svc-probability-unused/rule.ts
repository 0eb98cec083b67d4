/** Finds support vector machines that are fitted five times more for probabilities that nobody reads. */
import { removeArgument } from '../../fixes/calls';
import { fitsOf } from '../../model/search/estimator-uses';
import { type UnusedProbability, unusedProbabilities } from '../../model/search/unused-probability';
import type { Model } from '../../model/model';
import { scaleOfFits, tableOf } from '../../model/scale/of-fits';
import { workloadOf } from '../../model/workloads/workload-of';
import { spanOf } from '../../text/span';
import type { Finding, Fix, Rule, Saving } from '../rule';
import { atScale, type Level, scaleNote } from '../shared/level';
import { notes } from '../shared/notes';

const SAVING: Saving = {
  scope: 'train',
  low: 0.7,
  typical: 0.83,
  high: 0.87,
  grade: 'C',
  source:
    'SVC with probability=True against without: 78 to 86 % of the CPU-seconds, 72 to 75 % of a program (docs/benchmarks.md); one fit of six is 83 %',
};

export const rule: Rule = {
  meta: {
    id: 'svc-probability-unused',
    summary: 'A support vector machine fits probabilities with five more fits, and nothing asks for them.',
    category: 'classical',
    severity: 'warning',
    frameworks: ['sklearn'],
    triggers: ['probability'],
    requires: [['SVC']],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {},
  },
  *check(model) {
    if (model.document.isTest) return;
    for (const one of unusedProbabilities(model)) {
      if (fitsOf(model, one.uses).length > 0) yield findingOf(model, one);
    }
  },
};

function findingOf(model: Model, one: UnusedProbability): Finding {
  const { call, name, given, uses } = one;
  const fits = fitsOf(model, uses);
  const workload = workloadOf(model, ...fits, call);
  const level: Level = tableOf(workload).rows === null ? 'information' : 'warning';
  const scale = scaleOfFits(model, {
    workload,
    estimators: [{ name: `sklearn.svm.${name}`, call }],
    fits: FITS * (workload?.fits?.value ?? 1),
  });
  const argument = given.get('probability')?.argument;
  const fix = fixOf(model, one);
  return {
    rule: rule.meta.id,
    severity: atScale(level, scale),
    span: spanOf(argument ?? call),
    message: 'probability=True fits the machine five times more, and no probability is read',
    notes: notes(!fix && 'no fix: a comment stands in the argument', scaleNote(level, scale)),
    related: fits.slice(0, 1).map((fit) => ({ span: spanOf(fit), message: 'It is fitted here' })),
    facts: { estimator: name, fits: FITS },
    saving: SAVING,
    workload: workload?.id ?? null,
    fixes: fix ? [fix] : [],
  };
}

/** One on all rows, five for the calibration (sklearn/svm/_base.py, libsvm's `svm_binary_svc_probability`). */
const FITS = 6;

function fixOf(model: Model, { call, given }: UnusedProbability): Fix | undefined {
  const argument = given.get('probability')?.argument;
  const edits = argument && removeArgument(call, model.program.text, argument);
  if (!edits) return undefined;
  return { title: 'Remove probability=True', safety: 'safe', edits, imports: [] };
}
