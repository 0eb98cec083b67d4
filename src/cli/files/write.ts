/** Replaces a file's content in one step: a reader sees the old bytes or the new ones, never half of them. */
import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isInside } from './paths';

/** What is wrong, or null when the file was written. Keeps the mode; a link is followed only inside `root`. */
export function replaceFile(path: string, root: string, before: Uint8Array, after: Uint8Array): string | null {
  let temporary: string | undefined;
  try {
    const target = realpathSync(path);
    if (!isInside(realpathSync(root), target))
      return 'not fixed: it links to a file outside the folder that was checked';
    if (!readFileSync(target).equals(before)) return 'not fixed: it changed while it was being checked';
    temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
    const { mode } = statSync(target);
    writeFileSync(temporary, after, { flag: 'wx' });
    chmodSync(temporary, mode);
    renameSync(temporary, target);
    return null;
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { force: true });
    return `not fixed: it cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`;
  }
}
