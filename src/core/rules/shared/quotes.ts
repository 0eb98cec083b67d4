/** Writes string literals with the quotes that the file prefers. */
import type { Model } from '../../model/model';
import { perModel } from '../../model/per-model';

/** Enough of a file to tell which quotes it prefers. */
const SAMPLE = 20_000;

const prefersSingle = perModel((model) => {
  const sample = model.program.text.slice(0, SAMPLE);
  const singles = sample.match(/'(?:[^'\n\\"]*)'/g)?.length ?? 0;
  const doubles = sample.match(/"(?:[^"\n\\']*)"/g)?.length ?? 0;
  return singles > doubles;
});

/** Double quotes unless the file has more single ones. */
export function quoted(model: Model, text: string): string {
  return prefersSingle(model) ? `'${text}'` : `"${text}"`;
}
