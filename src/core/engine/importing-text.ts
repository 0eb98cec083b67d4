/** The code of a source whose imports are followed. */
import type { Source } from '../engine-types';

export function importingText(source: Source): string {
  if (source.kind === 'module') return source.text;
  return source.cells.flatMap(({ kind, text }) => (kind === 'code' ? [text] : [])).join('\n');
}
