/** The times of fits in `cv_results_` and in what `cross_validate` returns, as arrays or as the first column of a table. */
import type { CellOutputs } from '../../text/notebook/outputs';
import { counted, type Counted, type Reader } from './observation';

/** Of a search: fit and score of every candidate on one fold, added up. Of a cross-validation: those of all folds. */
export const readFitTimes: Reader = (outputs) => [...searched(outputs), ...crossValidated(outputs)];

export function searched(outputs: CellOutputs): Counted[] {
  return outputs.texts.flatMap(({ text }) => {
    const fits = arraySum(text, 'mean_fit_time') ?? columnSum(text);
    if (fits === undefined) return [];
    return [counted('fold seconds', fits + (arraySum(text, 'mean_score_time') ?? 0), 'sklearn', 'mean_fit_time')];
  });
}

function crossValidated(outputs: CellOutputs): Counted[] {
  return outputs.texts.flatMap(({ text }) => {
    const fits = text.startsWith("{'fit_time': array(") ? arraySum(text, 'fit_time') : undefined;
    if (fits === undefined) return [];
    return [counted('seconds', fits + (arraySum(text, 'score_time') ?? 0), 'sklearn', 'fit_time')];
  });
}

/** `'mean_fit_time': array([0.1, 0.2])`; long arrays leave out their middle and say nothing. */
function arraySum(text: string, name: string): number | undefined {
  const items = new RegExp(`'${name}': array\\(\\[([^\\]]*)\\]`).exec(text)?.[1];
  return items === undefined ? undefined : sumOf(items.split(','));
}

/** The column behind the index, as pandas prints a table that is shown whole. */
function columnSum(text: string): number | undefined {
  const lines = text.split('\n');
  if (!/^ +mean_fit_time\b/.test(lines[0] ?? '')) return undefined;
  const end = lines.findIndex((line, at) => at > 0 && !/^(\d+|\.\.) /.test(line));
  return sumOf(lines.slice(1, end < 0 ? undefined : end).map((line) => line.split(/ +/)[1] ?? ''));
}

function sumOf(items: readonly string[]): number | undefined {
  const numbers = items.map((item) => (item.trim() === '' ? Number.NaN : Number(item)));
  const sum = numbers.reduce((total, one) => total + one, 0);
  return items.length === 0 || Number.isNaN(sum) ? undefined : sum;
}
