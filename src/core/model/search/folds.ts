/** How many folds a `cv=` argument makes, and whether it splits the same way each time it is asked. */
import type { Call, Expr } from '../../syntax/ast';
import type { Arguments } from '../arguments';
import type { Model } from '../model';
import { asBoolean, asNumber, isNone } from '../values';
import { type Count, countFrom, known, product } from './count';
import { lengthOf } from './grid';

export interface Folds {
  /** Null when the data decide it (leave-one-out, a predefined split) or it cannot be read. */
  readonly count: Count | null;
  /** What is sure when `count` is null. */
  readonly atLeast: number;
  /** Same splits on every call of `split`: successive halving refuses a splitter without it. Null when not readable. */
  readonly constant: boolean | null;
}

/** scikit-learn's default since 0.22 (sklearn/model_selection/_split.py, `check_cv`). */
const DEFAULT_FOLDS = 5;

interface Splitter {
  readonly parameters: readonly string[];
  readonly splits: number;
  readonly repeats?: number;
  readonly shuffles: 'when told' | 'always' | 'never';
}

const FOLD: readonly string[] = ['n_splits', 'shuffle', 'random_state'];
const SHUFFLE: readonly string[] = ['n_splits', 'test_size', 'train_size', 'random_state'];
const REPEAT: readonly string[] = ['n_splits', 'n_repeats', 'random_state'];

/** Constructor defaults of sklearn/model_selection/_split.py, 1.9. */
const SPLITTERS: Readonly<Record<string, Splitter>> = {
  KFold: { parameters: FOLD, splits: 5, shuffles: 'when told' },
  StratifiedKFold: { parameters: FOLD, splits: 5, shuffles: 'when told' },
  GroupKFold: { parameters: FOLD, splits: 5, shuffles: 'when told' },
  StratifiedGroupKFold: { parameters: FOLD, splits: 5, shuffles: 'when told' },
  TimeSeriesSplit: { parameters: ['n_splits'], splits: 5, shuffles: 'never' },
  ShuffleSplit: { parameters: SHUFFLE, splits: 10, shuffles: 'always' },
  StratifiedShuffleSplit: { parameters: SHUFFLE, splits: 10, shuffles: 'always' },
  GroupShuffleSplit: { parameters: SHUFFLE, splits: 5, shuffles: 'always' },
  RepeatedKFold: { parameters: REPEAT, splits: 5, repeats: 10, shuffles: 'always' },
  RepeatedStratifiedKFold: { parameters: REPEAT, splits: 5, repeats: 10, shuffles: 'always' },
};

/** The number of splits is a property of the data; the smallest that makes sense is sure. */
const BY_DATA: Readonly<Record<string, number>> = {
  PredefinedSplit: 1,
  LeaveOneOut: 2,
  LeavePOut: 2,
  LeaveOneGroupOut: 2,
  LeavePGroupsOut: 2,
};

const UNKNOWN_FOLDS: Folds = { count: null, atLeast: 1, constant: null };
const PACKAGE = 'sklearn.model_selection.';

const DEFAULT: Folds = { count: known(DEFAULT_FOLDS), atLeast: DEFAULT_FOLDS, constant: true };

/** Reads `cv=` of a call; when it is absent the default holds, unless something unreadable may have passed it. */
export function readFolds(model: Model, given: Arguments): Folds {
  const cv = given.get('cv');
  if (cv) return foldsOf(model, cv.value);
  return given.complete ? DEFAULT : UNKNOWN_FOLDS;
}

function foldsOf(model: Model, cv: Expr): Folds {
  const value = model.value(cv);
  if (isNone(value)) return DEFAULT;
  const number = countFrom(value, asNumber(value) ?? null);
  if (number) return { count: number, atLeast: number.value, constant: true };
  const length = lengthOf(value);
  if (length) return { count: length, atLeast: length.value, constant: true };
  return splitsOf(model, cv) ?? splitterOf(model, cv) ?? UNKNOWN_FOLDS;
}

/** `KFold(4).split(X)` and `list(KFold(4).split(X))`. */
export function splitsOf(model: Model, expression: Expr): Folds | undefined {
  if (expression.kind !== 'call') return undefined;
  const { func, args } = expression;
  if (func.kind === 'name' && func.id === 'list' && args[0]) return splitsOf(model, args[0].value);
  return func.kind === 'attribute' && func.attr === 'split' ? splitterOf(model, func.value) : undefined;
}

function splitterOf(model: Model, expression: Expr): Folds | undefined {
  for (const origin of model.origins(expression)) {
    if (origin.kind !== 'result') continue;
    if (/^builtins\.(list|tuple)$|\.split$/.test(origin.of)) return splitsOf(model, origin.call);
    if (!origin.of.startsWith(PACKAGE)) continue;
    const name = origin.of.slice(PACKAGE.length);
    const byData = BY_DATA[name];
    if (byData !== undefined) return { count: null, atLeast: byData, constant: true };
    const splitter = SPLITTERS[name];
    if (splitter) return readSplitter(model, origin.call, splitter);
  }
  return undefined;
}

function readSplitter(model: Model, call: Call, splitter: Splitter): Folds {
  const given = model.arguments(call, splitter.parameters);
  if (!given.complete) return UNKNOWN_FOLDS;
  const count = (name: string, otherwise: number): Count | null => {
    const bound = given.get(name);
    if (!bound) return known(otherwise);
    const value = model.value(bound.value);
    return countFrom(value, asNumber(value) ?? null);
  };
  const folds = product(count('n_splits', splitter.splits), count('n_repeats', splitter.repeats ?? 1));
  return { count: folds, atLeast: folds?.value ?? 1, constant: isConstant() };

  function isConstant(): boolean | null {
    if (splitter.shuffles === 'never') return true;
    const shuffle = given.get('shuffle');
    const shuffles = splitter.shuffles === 'always' || (shuffle ? asBoolean(model.value(shuffle.value)) : false);
    if (shuffles === false) return true;
    const seed = given.get('random_state');
    if (!seed) return shuffles === undefined ? null : false;
    const value = model.value(seed.value);
    if (asNumber(value) !== undefined) return true;
    return isNone(value) ? false : null;
  }
}
