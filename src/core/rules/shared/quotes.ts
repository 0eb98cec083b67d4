/** Writes string literals with the quotes that the file prefers. */
import type { Model } from '../../model/model';

/** Double quotes unless the file has more single ones. */
export function quoted(model: Model, text: string): string {
  const singles = model.program.text.match(/'(?:[^'\n\\"]*)'/g)?.length ?? 0;
  const doubles = model.program.text.match(/"(?:[^"\n\\']*)"/g)?.length ?? 0;
  return singles > doubles ? `'${text}'` : `"${text}"`;
}
