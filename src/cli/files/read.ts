/** Reads a file that nobody named: pipes and devices, which may have no end, and very large files count as not there. */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { isInside } from './paths';

/** No person writes a longer configuration. */
export const MOST_CONFIGURATION_BYTES = 1024 * 1024;

/** Undefined for what is not a readable file of at most so many bytes. */
export function readSmallFile(path: string, mostBytes: number): string | undefined {
  try {
    const stats = statSync(path);
    return stats.isFile() && stats.size <= mostBytes ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

/** The same for a file that counts as part of the project; a link may lead out of it. */
export function readInside(root: string, path: string, mostBytes: number): string | undefined {
  try {
    return isInside(realpathSync(root), realpathSync(path)) ? readSmallFile(path, mostBytes) : undefined;
  } catch {
    return undefined;
  }
}
