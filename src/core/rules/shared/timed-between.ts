/** Whether two calls are there to be timed: then they repeat each other on purpose. */
import type { Model } from '../../model/model';
import type { Node } from '../../syntax/ast';
import { contains } from '../../text/span';

const NOWHERE = { start: -1, end: -1 };

const CLOCKS = ['time', 'perf_counter', 'process_time', 'monotonic', 'clock', 'default_timer', 'timeit'];

/** Comparisons of run times repeat fits on purpose; what `%%timeit` has fitted is not there afterwards. */
export function isTimedBetween(model: Model, first: Node, second: Node): boolean {
  if (isInTimedCell(model, first)) return true;
  return CLOCKS.some((name) =>
    model.program.calls(name).some((call) => call.start > first.end && call.end < second.start),
  );
}

/** In a cell that only measures what it runs. */
export function isInTimedCell({ document }: Model, node: Node): boolean {
  const { cells = [], timedCells = [] } = document;
  return timedCells.some((index) => contains(cells[index] ?? NOWHERE, node));
}

/** The second is in another cell, which may be run in another order. */
export function crossesCells({ document }: Model, first: Node, second: Node): boolean {
  const cell = document.cells?.find((one) => one.start <= second.start && second.end <= one.end);
  return cell !== undefined && first.start < cell.start;
}
