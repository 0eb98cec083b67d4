/** How many rows a table of pandas has where the source says, and how long going through them takes. */
import { datasetNamed } from '../../../data/datasets';
import type { Call, Expr, Node } from '../../syntax/ast';
import { followedMaker } from './maker';
import type { Model } from '../model';
import type { Scale, Size } from '../scale/scale';
import { isToyProgram } from '../scale/toy-program';
import { passesOf } from '../passes';
import { dataOf } from '../workloads/data';

/** Rows at most; null where only the data know. */
export function rowsOf(model: Model, frame: Expr): number | null {
  const data = dataOf(model, frame);
  const named = data.dataset ? datasetNamed(data.dataset.value)?.samples : undefined;
  const part = data.share?.value ?? 1;
  if (data.samples) return data.samples.value;
  if (named !== undefined) return Math.round(named * part);
  const maker = followedMaker(model, frame);
  return maker ? writtenRows(model, maker) : null;
}

/** `pd.DataFrame({"a": [1, 2]})`, `pd.DataFrame([[1, 2], [3, 4]])`. */
function writtenRows(model: Model, { args }: Call): number | null {
  const given = (args.find(({ name }) => name === 'data') ?? args.find(({ name }) => name === null))?.value;
  const [only] = given ? model.value(given).alternatives : [];
  if (only?.type === 'sequence') return only.length;
  const [column] = only?.type === 'dict' && only.complete ? only.entries.values() : [];
  const [list] = column ? model.value(column).alternatives : [];
  return list?.type === 'sequence' ? list.length : null;
}

const SHORT = 60;
const LONG = 300;

/** `cost` are the seconds of one row, on one core. */
export function scaleOfRows(model: Model, at: Node, rows: number | null, cost: number): Scale {
  const scale = (size: Size, because: string): Scale => ({ size, because, light: false });
  if (isToyProgram(model)) return scale('short', 'the data set is small, so the loop is short');
  const passes = rows === null ? null : passesOf(model, at);
  if (rows === null || passes === null) return scale('unknown', 'the number of rows is not known');
  const seconds = rows * passes.value * cost;
  if (seconds < SHORT) return scale('short', `${rows.toLocaleString('en')} rows take moments`);
  return seconds < LONG ? scale('unknown', 'the rows take a few minutes') : scale('long', 'the rows take many minutes');
}
