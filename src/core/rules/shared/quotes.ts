/** Writes string literals with the quotes that the file prefers. */
import type { Model } from '../../model/model';
import { prefersSingleQuotes } from '../../text/python-strings';

/** Double quotes unless the file has more single ones. */
export function quoted(model: Model, text: string): string {
  return prefersSingleQuotes(model.program.text) ? `'${text}'` : `"${text}"`;
}
