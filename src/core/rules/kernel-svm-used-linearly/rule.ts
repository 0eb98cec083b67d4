/** Finds support vector machines that solve a linear problem with the solver for kernels. */
import type { Model } from '../../model/model';
import { scaleOfFewFits, scaleOfFits, tableOf } from '../../model/scale/of-fits';
import { isToyProgram } from '../../model/scale/toy-program';
import { fitsOf } from '../../model/search/estimator-uses';
import { type LinearMachine, linearMachines } from '../../model/search/linear-machines';
import { workloadOf } from '../../model/workloads/workload-of';
import { spanOf } from '../../text/span';
import type { Finding, Rule, RuleContext, Saving } from '../rule';
import { atScale, type Level, lowered, scaleNote } from '../shared/level';
import { blocksLinear, linearFix } from '../shared/linear-machine-fix';
import { notes } from '../shared/notes';

const SAVING: Saving = {
  scope: 'train',
  low: 0.97,
  typical: 0.99,
  high: 0.99,
  grade: 'C',
  source: 'SVC(kernel="linear") against LinearSVC: 98 to 99 % of the CPU-seconds (docs/benchmarks.md)',
};

export const rule: Rule = {
  meta: {
    id: 'kernel-svm-used-linearly',
    summary: 'A support vector machine with a linear kernel is fitted by the solver for kernels.',
    category: 'classical',
    severity: 'warning',
    frameworks: ['sklearn'],
    triggers: ['SVC', 'SVR'],
    requires: [['linear'], ['kernel', 'SVC', 'SVR']],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      rows: { default: 2000, minimum: 100, description: 'Tables with more rows than this are reported.' },
    },
  },
  *check(model, context) {
    if (model.document.isTest || isToyProgram(model)) return;
    for (const machine of linearMachines(model)) {
      const found = findingOf(model, machine, context);
      if (found) yield found;
    }
  },
};

function findingOf(model: Model, machine: LinearMachine, { options }: RuleContext): Finding | undefined {
  const { call, name, uses, certainty, isOption } = machine;
  const fits = fitsOf(model, uses);
  const workload = workloadOf(model, ...fits, call);
  const { rows } = tableOf(workload);
  if (rows !== null && rows <= (options['rows'] ?? 2000)) return undefined;
  const doubts = notes(
    isOption && 'the kernel is the default of an option',
    certainty === 'may' && 'the name comes from a star import',
    comparesBoth(model, name) && `Linear${name} is used in this file as well, perhaps to compare the two`,
  );
  const asKnown: Level = rows === null ? 'information' : 'warning';
  const level = doubts.length > 0 ? lowered(asKnown, 2) : asKnown;
  const estimators = [{ name: `sklearn.svm.${name}`, call }];
  const isFittedOften = uses.handedTo.some((one) => FITS_OFTEN.test(one.name));
  const work = { workload, estimators, fits: workload?.fits?.value ?? 1 };
  const scale = isFittedOften ? scaleOfFits(model, work) : scaleOfFewFits(model, work, fits[0] ?? call);
  const blocked = isOption ? 'the kernel is an option' : blocksLinear(model, machine);
  const fix = blocked === undefined ? linearFix(model, machine) : undefined;
  return {
    rule: rule.meta.id,
    severity: atScale(level, scale),
    span: spanOf(call),
    message: `${name} fits a linear kernel in a time that grows with the square of the rows`,
    notes: notes(blocked && `no fix: ${blocked}`, ...doubts, scaleNote(level, scale)),
    related: fits.slice(0, 1).map((fit) => ({ span: spanOf(fit), message: 'It is fitted here' })),
    facts: { estimator: name, rows },
    saving: SAVING,
    workload: workload?.id ?? null,
    fixes: fix ? [fix] : [],
  };
}

/** Once for each column, step or part. */
const FITS_OFTEN = /\.(RFE|RFECV|SequentialFeatureSelector|learning_curve|validation_curve|(Bagging|AdaBoost)\w+)$/;

/** Somebody who uses both knows of the other. */
const comparesBoth = ({ program }: Model, name: string): boolean => program.calls(`Linear${name}`).length > 0;
