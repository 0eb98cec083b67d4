/** Which folders and files a walk leaves out: hidden ones, environments, packages, and what .gitignore names. */
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { slashed } from './paths';
import { MOST_CONFIGURATION_BYTES, readSmallFile } from './read';

const SKIPPED_FOLDERS = new Set(['node_modules', 'venv', 'env', 'site-packages', '__pycache__', '__pypackages__']);

/** Code of others that is installed below the project; a folder that is named on the command line is walked anyway. */
export function isSkippedFolder(parent: string, name: string): boolean {
  if (name.startsWith('.')) return true;
  if (name === 'env') return existsSync(join(parent, name, 'pyvenv.cfg'));
  return SKIPPED_FOLDERS.has(name) || existsSync(join(parent, name, 'pyvenv.cfg'));
}

/** The patterns of one .gitignore, relative to its folder. */
interface Layer {
  readonly folder: string;
  readonly patterns: Ignore;
}

/** Outermost first. Invariant: a folder that is ignored is never entered, so its files need no second look. */
export type Layers = readonly Layer[];

/** Each `**` multiplies the ways to read a deep path; nobody writes more of them, and what such a pattern names is looked at. */
const isReadable = (pattern: string): boolean => pattern.split('**').length <= 4;

function layerOf(folder: string): Layer | undefined {
  const text = readSmallFile(join(folder, '.gitignore'), MOST_CONFIGURATION_BYTES);
  return text === undefined ? undefined : { folder, patterns: ignore().add(text.split(/\r?\n/).filter(isReadable)) };
}

export function withFolder(layers: Layers, folder: string): Layers {
  const layer = layerOf(folder);
  return layer === undefined ? layers : [...layers, layer];
}

/** The innermost .gitignore with an opinion decides. */
export function isIgnored(layers: Layers, path: string, kind: 'file' | 'folder'): boolean {
  for (const layer of layers.toReversed()) {
    const verdict = layer.patterns.test(slashed(relative(layer.folder, path)) + (kind === 'folder' ? '/' : ''));
    if (verdict.ignored) return true;
    if (verdict.unignored) return false;
  }
  return false;
}

/** The .gitignore files above a folder up to its repository; none when the folder itself is ignored, for it was named. */
export function layersAbove(folder: string): Layers {
  const above: string[] = [];
  let at = folder;
  while (!existsSync(join(at, '.git'))) {
    const parent = dirname(at);
    if (parent === at) return [];
    above.unshift(parent);
    at = parent;
  }
  const layers = above.reduce<Layers>((sum, parent) => withFolder(sum, parent), []);
  return isIgnored(layers, folder, 'folder') ? [] : layers;
}
