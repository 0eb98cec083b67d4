/** Which files a command works on: those named on the command line, or standard input under a name. */
import { dirname, resolve } from 'node:path';
import type { ReportError } from '../../report/report';
import type { Io } from '../io';
import { examine, load, type Loaded, type PrefilterAt } from '../scan/load';
import type { ScanFile } from '../scan/scan';
import { UsageError } from '../usage';
import { isInside, shownFrom } from './paths';
import { projectRoot } from './project';
import { selectFiles, type Excludes } from './select';

export interface Input {
  readonly files: readonly ScanFile[];
  readonly errors: readonly ReportError[];
  /** Nothing that was named exists. */
  readonly nothingExists: boolean;
  /** What standard input held; null for named files. */
  readonly bytes: Uint8Array | null;
  load(file: ScanFile): Promise<Loaded>;
}

const STANDARD_INPUT = '-';

export function readsStandardInput(paths: readonly string[]): boolean {
  if (!paths.includes(STANDARD_INPUT)) return false;
  if (paths.length > 1) throw new UsageError('"-" (standard input) cannot be combined with other paths');
  return true;
}

/** Outside any project the working directory stands for one, and outside that the folder that was named. */
function rootOf(path: string, named: string, cwd: string): string {
  return projectRoot(dirname(path)) ?? (isInside(cwd, path) ? cwd : named);
}

function inputFile(path: string, named: string, cwd: string): ScanFile {
  const root = rootOf(path, named, cwd);
  return { path, shown: shownFrom(cwd, path), inProject: shownFrom(root, path), root };
}

/** `name` decides what kind of file it is and which configuration applies; without one it is a Python file. */
export async function standardInput(io: Io, name: string | undefined, prefilterAt: PrefilterAt): Promise<Input> {
  const bytes = await io.readInput();
  const path = resolve(io.cwd, name ?? '<stdin>');
  const file = { ...inputFile(path, dirname(path), io.cwd), shown: name ?? '<stdin>' };
  const loaded = Promise.resolve(examine(file.inProject, bytes, prefilterAt(path)));
  return { files: [file], errors: [], nothingExists: false, bytes, load: () => loaded };
}

export function namedFiles(paths: readonly string[], cwd: string, excludes: Excludes, prefilterAt: PrefilterAt): Input {
  const { files, errors, nothingExists } = selectFiles(paths, cwd, excludes);
  return {
    files: files.map(({ path, root }) => inputFile(path, root, cwd)),
    errors,
    nothingExists,
    bytes: null,
    load: (file) => load(file, prefilterAt(file.path)),
  };
}
