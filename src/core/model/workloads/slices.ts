/** What a subscript leaves of the rows of its data: `x[:n]`, `x[-n:]`, `x[: len(x) // 2]`, `x[::10]`, `x[drawn]`. */
import { datasetNamed } from '../../../data/datasets';
import type { Expr, Subscript } from '../../syntax/ast';
import type { Model } from '../model';
import { type DataFacts, partOf } from './data-facts';
import type { Fact } from '../workload';
import { stringOf } from './fact';
import { drawnIndices } from './limits';
import { fewest, greatest, rows, sliceOf, slicedRows } from './rows';
import { lengthShare } from './shares';

export function slicedData(model: Model, subscript: Subscript, data: DataFacts): DataFacts {
  const whole = { ...data, samples: rowsOfItem(model, subscript, data.samples) };
  const [index] = subscript.index;
  const drawn = index && index.kind !== 'slice' ? drawnIndices(model, index) : undefined;
  const counted = drawn !== undefined && index ? rows(drawn, index) : slicedRows(model, subscript);
  if (counted) return { ...whole, samples: fewest(whole.samples, counted) };
  if (index?.kind !== 'slice' || !(whole.samples ?? whole.dataset)) return whole;
  const share = slicedPart(model, subscript);
  const part = share === undefined ? null : rows(share, index);
  if (part) return part.value < 1 ? partOf(whole, part) : whole;
  return without(whole, droppedRows(model, subscript), index);
}

/** The part that bounds which depend on the length let through. */
function slicedPart(model: Model, subscript: Subscript): number | undefined {
  const bounds = sliceOf(model, subscript);
  if (!bounds) return undefined;
  const { start, stop, step } = bounds;
  const every = step ? greatest(model, step) : 1;
  if (every === undefined || every < 1) return undefined;
  const [from, to] = [start ? lengthShare(model, start) : 0, stop ? lengthShare(model, stop) : 1];
  return from === undefined || to === undefined || to <= from ? undefined : (to - from) / every;
}

/** Rows that are left out at one end: `x[5000:]`, `x[:-5000]`; `x[-5000:]` has a known length. */
function droppedRows(model: Model, subscript: Subscript): number | undefined {
  const bounds = sliceOf(model, subscript);
  if (!bounds || bounds.step) return undefined;
  const { start, stop } = bounds;
  if (start && stop) return undefined;
  const [first, last] = [start && greatest(model, start), stop && greatest(model, stop)];
  if (first !== undefined && first > 0) return first;
  return last !== undefined && last < 0 ? -last : undefined;
}

function without(whole: DataFacts, dropped: number | undefined, node: Expr): DataFacts {
  if (dropped === undefined) return whole;
  const table = whole.dataset ? datasetNamed(whole.dataset.value)?.samples : undefined;
  const all = whole.samples?.value ?? (table === undefined ? undefined : table * (whole.share?.value ?? 1));
  return all === undefined || all <= dropped ? whole : { ...whole, share: null, samples: rows(all - dropped, node) };
}

/** What a cell shows of a dictionary of data sets are the rows to train on. */
function rowsOfItem(model: Model, { index }: Subscript, samples: Fact<number>): Fact<number> {
  const split = samples?.certainty === 'observed' ? stringOf(model, index[0])?.value : undefined;
  return split !== undefined && /^(test|valid|validation|val|dev|unsupervised)$/.test(split) ? null : samples;
}
