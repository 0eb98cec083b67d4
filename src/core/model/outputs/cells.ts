/** The observations of each cell of a notebook, and which cells hold the output of a run. */
import { perModel } from '../per-model';
import type { Model } from '../model';
import type { Observation } from './observation';
import { observationsIn } from './read';
import { contains, type Span } from '../../text/span';
import type { FunctionDef, Stmt } from '../../syntax/ast';
import { blocks } from '../../syntax/walk';
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

export interface PrintingCells {
  /** Places among the code cells. */
  readonly places: ReadonlySet<number>;
  /** An `if` decides whether it runs at all: what was trained before may be loaded instead. */
  readonly isConditional: boolean;
}

/**
 * The cells that print what runs at `span`: its own, or those that call the function that it stands in. Undefined when the
 * callers cannot be told.
 */
export function printingCells(model: Model, cells: readonly Span[], span: Span): PrintingCells | undefined {
  const places = new Set<number>();
  const open: Span[] = [span];
  const seen = new Set<FunctionDef>();
  let isConditional = false;
  for (let at = open.pop(); at; at = open.pop()) {
    const owner = functionAround(model, at);
    isConditional ||= isUnderIf(owner?.body ?? model.program.module.body, at);
    if (!owner) {
      const place = placeOf(cells, at.start);
      if (place !== undefined) places.add(place);
      continue;
    }
    if (seen.has(owner)) continue;
    seen.add(owner);
    const callers = model.callersOf(owner);
    if (callers.length === 0 || seen.size > MOST_CALLERS) return undefined;
    open.push(...callers);
  }
  return { places, isConditional };
}

function isUnderIf(body: readonly Stmt[], span: Span): boolean {
  const statement = body.find((one) => contains(one, span));
  if (!statement) return false;
  return statement.kind === 'if' || blocks(statement).some((block) => isUnderIf(block, span));
}

/** The innermost function that holds a span. */
function functionAround(model: Model, { start, end }: Span): FunctionDef | undefined {
  return model.program.functions.findLast((one) => one.start < start && end <= one.end);
}
