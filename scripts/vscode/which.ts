/** Looks a command up on the search path. */
import * as fs from 'node:fs';
import * as path from 'node:path';

/** Full path of the first match, or undefined. Windows needs the ending, so the usual ones are tried there. */
export function which(command: string): string | undefined {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const files = folders.flatMap((folder) => endings.map((ending) => path.join(folder, command + ending)));
  return files.find((file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile());
}
