/** The files beside the code that may set an option: launch scripts, Makefile, accelerate and DeepSpeed settings, locks. */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  isNestedSurrounding,
  isSurrounding,
  mayHold,
  MOST_SURROUNDING_BYTES,
  MOST_SURROUNDING_FILES,
  MOST_SURROUNDING_LEVELS,
  SURROUNDING_FOLDERS,
} from '../../core/config/surroundings';
import type { ConfigurationFile } from '../../core/model/model';
import { isInside, shownFrom } from './paths';
import { readInside } from './read';

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function beside(folder: string): string[] {
  const names = namesIn(folder);
  const direct = names.filter(isSurrounding);
  const held = new Set(names);
  const nested = SURROUNDING_FOLDERS.filter((name) => mayHold(held, name)).flatMap((name) =>
    namesIn(join(folder, name))
      .filter(isNestedSurrounding)
      .map((file) => join(name, file)),
  );
  return [...direct, ...nested].map((name) => join(folder, name));
}

/** The script that a sweep runs, named as it is in the sweep; undefined where none is inside the project. */
export function scriptBeside(sweep: string, name: string, root: string): ConfigurationFile | undefined {
  const path = join(dirname(sweep), name);
  const text = readInside(root, path, MOST_SURROUNDING_BYTES);
  return text === undefined ? undefined : { path: name, text };
}

/** Looks in the folder of a file and in those above it, nearest first, up to `root`; each folder is read once. */
export class Surroundings {
  readonly #folders = new Map<string, readonly ConfigurationFile[]>();

  of(folder: string, root: string): readonly ConfigurationFile[] {
    const found: ConfigurationFile[] = [];
    let at = folder;
    for (let level = 0; level < MOST_SURROUNDING_LEVELS && isInside(root, at); level += 1) {
      found.push(...this.#in(at, root));
      at = dirname(at);
    }
    return found.slice(0, MOST_SURROUNDING_FILES);
  }

  #in(folder: string, root: string): readonly ConfigurationFile[] {
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const files: ConfigurationFile[] = [];
    for (const path of beside(folder)) {
      if (files.length >= MOST_SURROUNDING_FILES) break;
      const text = readInside(root, path, MOST_SURROUNDING_BYTES);
      if (text !== undefined) files.push({ path: shownFrom(root, path), text });
    }
    this.#folders.set(folder, files);
    return files;
  }
}
