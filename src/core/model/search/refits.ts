/** Fits that repeat one that the program has done already: same estimator, same parameters, same data. */
import type { Argument, Call, Expr } from '../../syntax/ast';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { perModel } from '../per-model';
import { asBoolean } from '../values';
import { searchClass } from './classes';
import { attributeOwner, type FitCall, fitCalls, type Maker } from './fit-calls';
import { isReproducible, sameSettings, searchedEstimator, tunedBy, tunedByName } from './same-settings';
import { givenSameData } from './same-data';
import { leftAlone } from './same-object';
import { runsBefore } from './straight-line';
import { textOf } from '../torch/modules';

export interface Refit {
  readonly first: Call;
  /** The fit that adds nothing. */
  readonly second: FitCall;
  readonly why: 'same object' | 'best estimator' | 'best parameters' | 'same settings';
  readonly firstMethod: FitCall['method'];
}

/** In source order; at most one for each fit. */
export const refits = perModel((model): readonly Refit[] => {
  const all = fitCalls(model);
  return all.flatMap((second, index) => {
    const before = all.slice(0, index).reverse();
    const found =
      sameObject(model, before, second) ?? ofSearch(model, before, second) ?? newObject(model, before, second);
    return found ? [found] : [];
  });
});

/** The nearest earlier fit of the object counts: any other in between leaves it fitted to something else. */
function sameObject(model: Model, before: readonly FitCall[], second: FitCall): Refit | undefined {
  const first = before.find((one) => isSameMaker(one.maker, second.maker));
  if (!first || keepsState(model, first.maker)) return undefined;
  const chained = first.receiver === first.maker.call;
  if (!chained && textOf(model, first.receiver) !== textOf(model, second.receiver)) return undefined;
  if (!isRepeat(model, first, second)) return undefined;
  if (!leftAlone(model, second.receiver, first.call, second.call)) return undefined;
  return { first: first.call, second, why: 'same object', firstMethod: first.method };
}

/** `search.best_estimator_.fit(X, y)` and `SVC(**search.best_params_).fit(X, y)` after a search that refits. */
function ofSearch(model: Model, before: readonly FitCall[], second: FitCall): Refit | undefined {
  const owner = attributeOwner(model, second.receiver, 'best_estimator_');
  const byName = owner ? undefined : tunedByName(model, second.maker);
  const search = owner ?? byName?.search ?? tunedBy(model, second.maker);
  if (!search || !isRefitting(model, search)) return undefined;
  const first = before.find((one) => isSameMaker(one.maker, search));
  if (!first || !isRepeat(model, first, second)) return undefined;
  if (owner) {
    const named = second.receiver.kind === 'name' ? reachingBindings(second.receiver)[0]?.node : undefined;
    if (named && !leftAlone(model, second.receiver, named, second.call)) return undefined;
    return { first: first.call, second, why: 'best estimator', firstMethod: 'fit' };
  }
  const searched = searchedEstimator(model, search);
  if (!searched || !isReproducible(searched) || !sameSettings(model, searched, second.maker, byName?.names))
    return undefined;
  if (!untouched(model, second)) return undefined;
  return { first: first.call, second, why: 'best parameters', firstMethod: 'fit' };
}

/** A new object of the same class with the same settings and a seed, or of a class that needs none. */
function newObject(model: Model, before: readonly FitCall[], second: FitCall): Refit | undefined {
  if (!isReproducible(second.maker) || keepsState(model, second.maker) || !untouched(model, second)) return undefined;
  const first = before.find(
    (one) =>
      one.maker.call !== second.maker.call &&
      sameSettings(model, one.maker, second.maker) &&
      untouched(model, one) &&
      isRepeat(model, one, second),
  );
  if (!first) return undefined;
  return { first: first.call, second, why: 'same settings', firstMethod: first.method };
}

const isSameMaker = (one: Maker, other: Maker): boolean => one.call === other.call && one.name === other.name;

function isRepeat(model: Model, first: FitCall, second: FitCall): boolean {
  return runsBefore(first.call, second.call) && givenSameData(model, fitted(first), fitted(second));
}

/** What a fit is given, its arguments without those that only change what is printed. */
function fitted({ call }: FitCall): readonly Argument[] {
  return call.args.filter(({ name }) => name !== 'verbose');
}

/** Nothing is done to the object between its construction and its fit. */
function untouched(model: Model, { maker, receiver, call }: FitCall): boolean {
  return receiver === maker.call || leftAlone(model, receiver, maker.call, call);
}

/** `warm_start=True` goes on from where it was; arguments out of sight may say so. */
function keepsState(model: Model, { call }: Maker): boolean {
  const given = model.arguments(call, []);
  const warm = given.get('warm_start');
  return !given.complete || (warm !== undefined && asBoolean(model.value(warm.value)) !== false);
}

function isRefitting(model: Model, { name, call }: Maker): boolean {
  const kind = searchClass(name);
  if (!kind) return false;
  const given = model.arguments(call, kind.parameters);
  const refit = given.get('refit');
  return refit ? asBoolean(model.value(refit.value)) !== false && isKnown(model, refit.value) : given.complete;
}

function isKnown(model: Model, refit: Expr): boolean {
  return model.value(refit).certainty === 'known' || model.origins(refit).length > 0;
}
