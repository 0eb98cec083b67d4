/** Finds cross-validations that fit a model for every row. */
import type { Model } from '../../model/model';
import { scaleOfFits, tableOf } from '../../model/scale/of-fits';
import { type LeaveOneOut, leaveOneOut } from '../../model/search/leave-one-out';
import { workloadOf } from '../../model/workloads/workload-of';
import { spanOf } from '../../text/span';
import type { Finding, Rule, RuleContext, Saving } from '../rule';
import { fewerFoldsFix, FOLDS } from '../shared/fewer-folds-fix';
import { atScale, type Level, scaleNote } from '../shared/level';
import { notes } from '../shared/notes';
import { isOneStep } from '../shared/quick-fits';

/** Where the rows are not known: of 200 rows, and of many. */
const SAVING: Saving = {
  scope: 'search',
  low: 0.95,
  typical: 0.98,
  high: 0.99,
  grade: 'C',
  source: 'LeaveOneOut on 569 rows against 10 folds: 98 % of the CPU-seconds (docs/benchmarks.md)',
};

export const rule: Rule = {
  meta: {
    id: 'leave-one-out-cross-validation',
    summary: 'A cross-validation fits one model for every row.',
    category: 'classical',
    severity: 'warning',
    frameworks: ['sklearn'],
    triggers: ['LeaveOneOut', 'LeavePOut', 'cv', 'KFold'],
    requires: [['sklearn'], ['LeaveOneOut', 'LeavePOut', 'len', 'shape']],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      rows: { default: 200, minimum: 20, description: 'Tables with more rows than this are reported.' },
    },
  },
  *check(model, context) {
    if (model.document.isTest) return;
    for (const one of leaveOneOut(model)) {
      const found = findingOf(model, one, context);
      if (found) yield found;
    }
  },
};

/** Fewer rows than this say too little in tenths. */
const FEW_ROWS = 50;
/** Their leave-one-out score follows from one fit, or they fit nothing. */
const CHEAP = /^sklearn\.(neighbors\.(KNeighbors|RadiusNeighbors)\w+|linear_model\.RidgeCV|gaussian_process\.\w+)$/;
const HEAVY =
  /^(sklearn\.(ensemble\.\w+|svm\.\w+|neural_network\.\w+)|xgboost\.\w+|lightgbm\.\w+|catboost\.\w+|keras\.\w+)$/;
const DENSITY = /^sklearn\.neighbors\.KernelDensity$/;

function findingOf(model: Model, one: LeaveOneOut, { options }: RuleContext): Finding | undefined {
  const { splitter, run, estimators, kind } = one;
  const names = estimators.map(({ name }) => name);
  const workload = workloadOf(model, run, splitter);
  const { rows } = tableOf(workload);
  if (names.length > 0 && names.every((name) => CHEAP.test(name))) return undefined;
  if (rows !== null && rows < FEW_ROWS) return undefined;
  const isSmall = rows !== null && rows <= (options['rows'] ?? 200);
  if (isSmall && !names.some((name) => HEAVY.test(name))) return undefined;
  const doubts = notes(
    isSmall && 'so few rows leave little to ten folds',
    names.some((name) => DENSITY.test(name)) && 'the bandwidth of a density is often chosen so',
    names.length > 0 && names.every(isOneStep) && 'each fit takes moments',
  );
  const level = doubts.length > 0 ? 'hint' : levelOf(rows, names);
  const fits = rows === null ? null : fitsOf(rows, kind);
  const candidates = workload?.candidates?.value ?? 1;
  const scale = scaleOfFits(model, { workload, estimators, fits: candidates * (fits ?? USUAL_ROWS) });
  const fix = fewerFoldsFix(model, one);
  return {
    rule: rule.meta.id,
    severity: atScale(level, scale),
    span: spanOf(splitter),
    message: messageOf(kind, fits),
    notes: notes(...doubts, scaleNote(level, scale)),
    related:
      run === splitter
        ? []
        : [{ span: spanOf(run.kind === 'for' ? run.iter : run), message: 'Each row has a fit here' }],
    facts: { rows, fits, folds: FOLDS },
    saving: fits === null ? SAVING : savingOf(fits),
    workload: workload?.id ?? null,
    fixes: fix ? [fix] : [],
  };
}

/** Whoever leaves one row out at a time has few as a rule: where they are not known, only fits that take long are worth a word. */
function levelOf(rows: number | null, names: readonly string[]): Level {
  if (rows !== null) return 'warning';
  return names.some((name) => HEAVY.test(name)) ? 'information' : 'hint';
}

/** Rows of a table of which nothing is known but that somebody leaves one out at a time. */
const USUAL_ROWS = 500;

/** Pairs at the least, where several rows are left out together. */
function fitsOf(rows: number, kind: LeaveOneOut['kind']): number {
  return kind === 'several' ? (rows * (rows - 1)) / 2 : rows;
}

/** Arithmetic on the rows that are known. */
function savingOf(fits: number): Saving {
  const share = 1 - FOLDS / fits;
  return {
    scope: 'search',
    low: share,
    typical: share,
    high: share,
    grade: 'D',
    source: `${FOLDS} fits instead of ${fits}`,
  };
}

function messageOf(kind: LeaveOneOut['kind'], fits: number | null): string {
  const what = kind === 'several' ? 'every combination of rows left out' : 'every row';
  if (fits === null) return `One model is fitted for ${what}`;
  return `${fits} models are fitted, one for ${what}`;
}
