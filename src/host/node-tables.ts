/** Reads the bundled tables from a folder on disk. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Synchronous, because a table is first needed in the middle of an estimate; the largest is 12 KB. */
export function tablesIn(folder: string): (name: string) => string {
  return (name) => readFileSync(join(folder, `${name}.txt`), 'utf8');
}
