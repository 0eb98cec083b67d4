/** How a text is written as a whole, which every fix follows: where it changes, nothing that was found is kept. */
import { indentUnit } from '../fixes/indent';
import { prefersSingleQuotes } from '../text/python-strings';
import { dominantLineEnd } from '../text/lines';

export function styleOf(text: string): string {
  return JSON.stringify([indentUnit(text), dominantLineEnd(text), prefersSingleQuotes(text)]);
}
