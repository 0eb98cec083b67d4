/** How paths are shown and compared: `/` separated, relative where they lie inside. */
import { isAbsolute, relative, sep } from 'node:path';

export function slashed(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}

/** True for `folder` itself and everything under it. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** Relative to `folder` when inside it, else absolute. */
export function shownFrom(folder: string, path: string): string {
  return isInside(folder, path) ? slashed(relative(folder, path)) || '.' : slashed(path);
}
