/** The time of a search from the fit times that a later cell shows: `search.cv_results_`. */
import type { Name } from '../../syntax/ast';
import type { Span } from '../../text/span';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { placeOf, type ObservedCell } from '../outputs/cells';
import type { Counted } from '../outputs/observation';
import type { Fact, Workload } from '../workload';
import { observed } from './fact';

/** Fits side by side share the clock, so this is what the search took at most; its final fit is not in it. */
export function secondsOfFits(
  model: Model,
  { kind, span, folds }: Workload,
  cells: readonly Span[],
  printing: ReadonlyMap<number, ObservedCell>,
): Fact<number> {
  if (kind !== 'search' || !folds) return null;
  const fit = model.program.calls('fit').find((one) => one.start === span.start && one.end === span.end);
  const search = fit?.func.kind === 'attribute' && fit.func.value.kind === 'name' ? fit.func.value : undefined;
  if (!search) return null;
  for (const { value, start } of model.program.attributes('cv_results_')) {
    const cell =
      value.kind === 'name' && isSameValue(value, search) ? printing.get(placeOf(cells, start) ?? -1) : undefined;
    const times = cell?.all.filter((one): one is Counted => one.kind === 'fold seconds') ?? [];
    const [only] = times;
    if (cell && only && times.length === 1) return observed(round(only.value * folds.value), cell.cell, only.quote);
  }
  return null;
}

function isSameValue(one: Name, other: Name): boolean {
  if (one.id !== other.id) return false;
  const [made, used] = [reachingBindings(one), reachingBindings(other)];
  return made.length > 0 && made.length === used.length && made.every(({ node }, at) => node === used[at]?.node);
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
