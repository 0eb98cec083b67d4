/** Reads the Python files of a project that one of its files imports. */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Source } from '../../core/engine-types';
import { importingText } from '../../core/engine/importing-text';
import { followImports, type ModuleFile, MOST_MODULE_CHARACTERS } from '../../core/model/imports/paths';
import { readInside } from './read';

/** Texts of so many files are kept for the files that import them next. */
const MOST_KEPT = 400;

/** Each folder is listed and each file is read once for one command. */
export class ImportedModules {
  readonly #folders = new Map<string, ReadonlySet<string>>();
  readonly #files = new Map<string, ModuleFile | undefined>();

  /** `path` is relative to `root`; a file outside it imports nothing from it. */
  of(root: string, path: string, source: Source): readonly ModuleFile[] {
    if (path.startsWith('/') || path.startsWith('..')) return [];
    const following = followImports(path, importingText(source));
    let step = following.next();
    while (!step.done) step = following.next(this.#first(root, step.value));
    return step.value;
  }

  #first(root: string, places: readonly string[]): ModuleFile | undefined {
    for (const place of places) {
      const path = join(root, place);
      const names = this.#namesIn(dirname(path));
      const file = names.has(path.slice(dirname(path).length + 1)) ? this.#read(root, path, place) : undefined;
      if (file) return file;
    }
    return undefined;
  }

  #namesIn(folder: string): ReadonlySet<string> {
    let names = this.#folders.get(folder);
    if (!names) this.#folders.set(folder, (names = new Set(list(folder))));
    return names;
  }

  #read(root: string, path: string, shown: string): ModuleFile | undefined {
    if (this.#files.has(path)) return this.#files.get(path);
    if (this.#files.size >= MOST_KEPT) this.#files.clear();
    const text = readInside(root, path, MOST_MODULE_CHARACTERS);
    const file = text === undefined ? undefined : { path: shown, text };
    this.#files.set(path, file);
    return file;
  }
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
