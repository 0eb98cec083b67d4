/** The observations of each cell of a notebook, and which cells hold the output of a run. */
import { perModel } from '../per-model';
import type { Model } from '../model';
import type { Observation } from './observation';
import { observationsIn } from './read';
import type { Span } from '../../text/span';
import type { FunctionDef } from '../../syntax/ast';
import { asIs } from '../answers';

export interface ObservedCell {
  /** Its place among the code cells. */
  readonly place: number;
  /** Its index among all cells. */
  readonly cell: number;
  readonly failed: boolean;
  readonly all: readonly Observation[];
}

/** The cells whose outputs say something, by their place among the code cells. */
export const observedCells = perModel((model): ReadonlyMap<number, ObservedCell> => {
  const cells = (model.document.outputs ?? []).flatMap((outputs, place): ObservedCell[] => {
    const all = outputs ? observationsIn(outputs) : [];
    return outputs && all.length > 0 ? [{ place, cell: outputs.cell, failed: outputs.failed, all }] : [];
  });
  return new Map(cells.map((cell) => [cell.place, cell]));
}, asIs);

/** The place of the code cell that holds `offset`; undefined outside. */
export function placeOf(cells: readonly Span[], offset: number): number | undefined {
  let [low, high] = [0, cells.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const { start, end } = cells[middle] as Span;
    if (offset < start) high = middle - 1;
    else if (offset > end) low = middle + 1;
    else return middle;
  }
  return undefined;
}

const MOST_CALLERS = 20;

/**
 * The cells that print what runs at `span`: its own, or those that call the function that it stands in. Undefined when the
 * callers cannot be told.
 */
export function printingCells(model: Model, cells: readonly Span[], span: Span): ReadonlySet<number> | undefined {
  const found = new Set<number>();
  const open: Span[] = [span];
  const seen = new Set<FunctionDef>();
  for (let at = open.pop(); at; at = open.pop()) {
    const owner = functionAround(model, at);
    if (!owner) {
      const place = placeOf(cells, at.start);
      if (place !== undefined) found.add(place);
      continue;
    }
    if (seen.has(owner)) continue;
    seen.add(owner);
    const callers = model.callersOf(owner);
    if (callers.length === 0 || seen.size > MOST_CALLERS) return undefined;
    open.push(...callers);
  }
  return found;
}

/** The innermost function that holds a span. */
function functionAround(model: Model, { start, end }: Span): FunctionDef | undefined {
  return model.program.functions.findLast((one) => one.start < start && end <= one.end);
}
