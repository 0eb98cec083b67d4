/** Cross-validations that fit the same folds for one score after the other. */
import type { Call, Expr, For, Name } from '../../syntax/ast';
import { ancestors, descend } from '../../syntax/walk';
import type { Arguments } from '../arguments';
import { lastPart } from '../canonical';
import type { Model } from '../model';
import { searchClass } from './classes';
import { CROSS_VALIDATION_PARAMETERS } from './facts';
import { makerOf } from './fit-calls';
import { type Folds, readFolds } from './folds';
import { iterations } from './iterations';
import { givenSame, sameValue } from './same-data';
import { leftAlone } from './same-object';
import { isReproducible } from './same-settings';
import { runsBefore, runsInTurn } from './straight-line';

export interface RescoredFolds {
  /** In source order; the folds of all but the first are fitted already. A loop over scores has one call. */
  readonly calls: readonly Call[];
  /** The canonical name of what is called. */
  readonly name: string;
  readonly folds: Folds;
  /** The loop that goes through the scores, and how many there are. */
  readonly loop: { readonly node: For; readonly scores: number | null } | null;
  /** The same folds, and a fit that gives the same model each time: one call gives the same numbers. */
  readonly isExact: boolean;
}

interface Run {
  readonly call: Call;
  readonly name: string;
  readonly given: Arguments;
}

const SCORING = ['cross_val_score', 'cross_validate'].map((name) => `sklearn.model_selection.${name}`);
/** What must be alike: everything besides the scores, and what only says how the work is done or shown. */
const COMPARED = ['X', 'y', 'groups'];
const FREE = new Set(['estimator', 'scoring', 'n_jobs', 'verbose', 'pre_dispatch', ...COMPARED, 'cv']);

export function rescoredFolds(model: Model): readonly RescoredFolds[] {
  const runs = model.callsOf(...SCORING).flatMap(({ call, name, certainty }): Run[] => {
    const given = model.arguments(call, CROSS_VALIDATION_PARAMETERS);
    const isPlain = certainty === 'is' && given.complete && given.has('X') && given.has('estimator');
    return isPlain && !model.isIgnored(call) && given.names.every((one) => FREE.has(one))
      ? [{ call, name, given }]
      : [];
  });
  const taken = new Set<Run>();
  const found = runs.flatMap((first, index): RescoredFolds[] => {
    if (taken.has(first)) return [];
    const group = [first, ...runs.slice(index + 1).filter((one) => !taken.has(one) && isRepeat(model, first, one))];
    if (group.length < 2) return [];
    for (const one of group) taken.add(one);
    return [{ ...factsOf(model, first), calls: group.map(({ call }) => call), loop: null }];
  });
  return [...found, ...runs.filter((run) => !taken.has(run)).flatMap((run) => overScores(model, run) ?? [])];
}

function factsOf(model: Model, { given, name }: Run): Omit<RescoredFolds, 'calls' | 'loop'> {
  const folds = readFolds(model, given);
  const estimator = given.get('estimator');
  const maker = estimator && makerOf(model, estimator.value);
  return { name, folds, isExact: folds.constant === true && maker !== undefined && isReproducible(maker) };
}

function isRepeat(model: Model, first: Run, second: Run): boolean {
  if (first.name !== second.name || !runsInTurn(first.call, second.call)) return false;
  if (!COMPARED.every((name) => givenSame(model, first.given, second.given, name))) return false;
  return sameSplitter(model, first, second) && sameEstimator(model, first, second);
}

/** `cv=KFold(5)` in both calls, too. */
function sameSplitter(model: Model, first: Run, second: Run): boolean {
  if (givenSame(model, first.given, second.given, 'cv')) return true;
  const [before, after] = [first.given.get('cv')?.value, second.given.get('cv')?.value];
  if (before?.kind !== 'call' || !after) return false;
  return makerOf(model, before) !== undefined && isWrittenAlike(model, before, after);
}

function isWrittenAlike({ program }: Model, first: Expr, second: Expr): boolean {
  return program.text.slice(first.start, first.end) === program.text.slice(second.start, second.end);
}

/** Both clone what they are given, so that it need not be known. */
function sameEstimator(model: Model, first: Run, second: Run): boolean {
  const [before, after] = [first.given.get('estimator')?.value, second.given.get('estimator')?.value];
  if (!before || !after) return false;
  if (before.kind !== 'call')
    return sameValue(model, before, after) && leftAlone(model, after, first.call, second.call);
  return makerOf(model, before)?.call === before && isWrittenAlike(model, before, after);
}

/** `for score in ["accuracy", "f1"]: cross_val_score(model, X, y, scoring=score)`. */
function overScores(model: Model, run: Run): RescoredFolds | undefined {
  const scoring = run.given.get('scoring')?.value;
  const loop = scoring?.kind === 'name' ? loopOver(run.call, scoring) : undefined;
  if (!loop || !run.given.has('cv')) return undefined;
  const changed = new Set([...descend(loop.target), ...loop.body.flatMap((one) => [...descend(one)])].flatMap(stored));
  const others = ['estimator', ...COMPARED, 'cv'].flatMap((name) => run.given.get(name)?.value ?? []);
  const isFixed = others.every((one) =>
    [...descend(one)].every((node) => node.kind !== 'name' || !changed.has(node.id)),
  );
  const estimator = run.given.get('estimator')?.value;
  if (!isFixed || !estimator || !makerOf(model, estimator)) return undefined;
  const scores = iterations(model, loop.iter)?.value ?? null;
  return scores === 1 ? undefined : { ...factsOf(model, run), calls: [run.call], loop: { node: loop, scores } };
}

/** The innermost loop around the call, where it goes through the scores. */
function loopOver(call: Call, scoring: Name): For | undefined {
  for (const at of ancestors(call)) {
    if (at.kind === 'function' || at.kind === 'class' || at.kind === 'while') return undefined;
    if (at.kind === 'for')
      return [...descend(at.target)].some((one) => one.kind === 'name' && one.id === scoring.id) ? at : undefined;
  }
  return undefined;
}

/** The names that a statement gives a value, `model.x = 1` and `model.fit()` counted as one of `model`. */
function stored(node: ReturnType<typeof descend> extends Generator<infer N> ? N : never): readonly string[] {
  if (node.kind !== 'name') return [];
  const { parent } = node;
  const isTarget =
    (parent?.kind === 'assign' && parent.targets.includes(node)) ||
    parent?.kind === 'tuple' ||
    parent?.kind === 'for' ||
    parent?.kind === 'augassign' ||
    parent?.kind === 'attribute' ||
    parent?.kind === 'subscript';
  return isTarget ? [node.id] : [];
}

export interface RepeatedSearch {
  readonly first: Call;
  readonly second: Call;
  readonly name: string;
  /** The run of the second. */
  readonly run: Call;
}

/** Searches of the same estimator over the same grid, fitted to the same data, that differ in the score alone. */
export function repeatedSearches(model: Model): readonly RepeatedSearch[] {
  const fits = model.program.calls('fit').flatMap((run) => {
    const maker = run.func.kind === 'attribute' ? makerOf(model, run.func.value) : undefined;
    return maker && searchClass(maker.name)?.kind === 'grid' && !model.isIgnored(run) ? [{ run, maker }] : [];
  });
  return fits.flatMap((second, index): RepeatedSearch[] => {
    const first = fits.slice(0, index).find((one) => isSameSearch(model, one, second));
    if (!first) return [];
    return [{ first: first.maker.call, second: second.maker.call, name: lastPart(second.maker.name), run: second.run }];
  });
}

type SearchRun = { readonly run: Call; readonly maker: { readonly name: string; readonly call: Call } };

function isSameSearch(model: Model, first: SearchRun, second: SearchRun): boolean {
  const { maker } = second;
  if (first.maker.name !== maker.name || first.maker.call === maker.call || !runsBefore(first.run, second.run))
    return false;
  const parameters = searchClass(maker.name)?.parameters ?? [];
  const [before, after] = [first.maker.call, maker.call].map((call) => model.arguments(call, parameters));
  if (!before?.complete || !after?.complete || before.has('refit') !== after.has('refit')) return false;
  const names = new Set(
    [...before.names, ...after.names].filter((name) => !/^(scoring|n_jobs|verbose|refit)$/.test(name)),
  );
  const alike = [...names].every((name) => {
    const [one, other] = [before.get(name)?.value, after.get(name)?.value];
    return one !== undefined && other !== undefined && sameValue(model, one, other);
  });
  const [data, again] = [first.run.args, second.run.args];
  return (
    alike &&
    before.has('param_grid') &&
    data.length > 0 &&
    data.length === again.length &&
    data.every(
      (one, at) =>
        again[at] !== undefined && one.name === again[at].name && sameValue(model, one.value, again[at].value),
    )
  );
}
