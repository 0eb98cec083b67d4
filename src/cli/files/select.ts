/** Turns the paths of the command line into the files to analyse, in a fixed order. */
import { readdirSync, statSync, type Dirent } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';
import type { ReportError } from '../../report/report';
import { isIgnored, isSkippedFolder, layersAbove, withFolder, type Layers } from './ignored';
import { shownFrom } from './paths';

export interface SelectedFile {
  /** Absolute. */
  readonly path: string;
  /** The folder that was named, or the folder of a named file: the project root where nothing better is found. */
  readonly root: string;
}

export interface Selection {
  readonly files: readonly SelectedFile[];
  readonly errors: readonly ReportError[];
  /** Nothing that was named exists. */
  readonly nothingExists: boolean;
}

/** Says whether the configuration leaves a path out; called for folders too, which are then not entered. */
export type Excludes = (path: string) => boolean;

/** YAML files are looked into, and only sweeps among them are analysed. */
const SOURCES = /\.(py|ipynb|ya?ml)$/i;

/** No person nests folders deeper. */
const MOST_LEVELS = 64;

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'no such file or folder';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  return `cannot be read (${code ?? 'unknown reason'})`;
}

class Walk {
  readonly files = new Map<string, SelectedFile>();
  readonly errors: ReportError[] = [];

  constructor(
    private readonly cwd: string,
    private readonly excludes: Excludes,
  ) {}

  fail(path: string, error: unknown): void {
    this.errors.push({ path: shownFrom(this.cwd, path), message: reasonOf(error) });
  }

  file(path: string, root: string): void {
    if (!this.files.has(path)) this.files.set(path, { path, root });
  }

  /** Depth first, in name order; links to folders are not followed, so there are no cycles. */
  folder(folder: string, root: string, above: Layers): void {
    if (relative(root, folder).split(sep).length > MOST_LEVELS) {
      this.errors.push({ path: shownFrom(this.cwd, folder), message: 'not entered: nested too deeply' });
      return;
    }
    let entries: Dirent[];
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      this.fail(folder, error);
      return;
    }
    const layers = entries.some((entry) => entry.name === '.gitignore') ? withFolder(above, folder) : above;
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) this.entry(folder, entry, root, layers);
  }

  private entry(folder: string, entry: Dirent, root: string, layers: Layers): void {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (isSkippedFolder(folder, entry.name) || isIgnored(layers, path, 'folder') || this.excludes(path)) return;
      this.folder(path, root, layers);
      return;
    }
    if (!SOURCES.test(entry.name) || entry.name.startsWith('.')) return;
    if (isIgnored(layers, path, 'file') || this.excludes(path)) return;
    if (entry.isFile() || (entry.isSymbolicLink() && leadsToFile(path))) this.file(path, root);
  }
}

/** A link that dangles or leads to itself counts as a file, so that reading it reports it. */
function leadsToFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return true;
  }
}

/** Patterns that the shell left alone, as on Windows or in quotes. */
function expand(named: string, cwd: string): readonly string[] {
  const path = resolve(cwd, named);
  if (statSync(path, { throwIfNoEntry: false }) !== undefined || !isDynamicPattern(named)) return [path];
  const matches = globSync(named, { cwd, absolute: true, onlyFiles: false, expandDirectories: false });
  return matches.length === 0 ? [path] : matches.map((match) => resolve(match)).sort();
}

/** A named file is analysed whatever its ending and whatever .gitignore says. Missing paths become errors. */
export function selectFiles(named: readonly string[], cwd: string, excludes: Excludes): Selection {
  const walk = new Walk(cwd, excludes);
  let existing = 0;
  for (const path of named.flatMap((one) => expand(one, cwd))) {
    try {
      const folder = statSync(path).isDirectory();
      existing += 1;
      if (folder) walk.folder(path, path, layersAbove(path));
      else walk.file(path, dirname(path));
    } catch (error) {
      walk.fail(path, error);
    }
  }
  return { files: [...walk.files.values()], errors: walk.errors, nothingExists: existing === 0 };
}
