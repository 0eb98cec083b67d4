/** Which Python program a command runs, through the launchers in use; null rather than a guess. */
import { launcherOf, pythonArguments, type Step } from './launchers';
import type { SimpleCommand, Word } from './shell';

export interface ScriptCommand {
  readonly kind: 'file' | 'module' | 'notebook';
  /** Relative to the working directory, or absolute; the first that exists is meant. */
  readonly candidates: readonly string[];
}

/** Launchers of launchers of launchers are no more than this many. */
const DEEPEST = 8;

export function scriptOf(command: SimpleCommand): ScriptCommand | null {
  let words: readonly Word[] = command;
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const [program, ...args] = words;
    if (program === undefined || program === null) return null;
    // Python and the shell take a script by its own name.
    if (isScript(program)) return fileOf(program);
    const step: Step = isPython(program) ? pythonArguments(args) : launcherOf(nameOf(program), args);
    if (step === null) return null;
    if ('words' in step) words = step.words;
    else if ('module' in step) return moduleOf(step.module);
    else return fileOf(step.file);
  }
  return null;
}

/** `/usr/bin/python3.11` -> `python3.11`, `C:\py\python.exe` -> `python`. */
function nameOf(program: string): string {
  const file = program.split(/[\\/]/).pop() ?? '';
  return file.replace(/\.(exe|cmd|bat)$/i, '').toLowerCase();
}

function isPython(program: string): boolean {
  return /^(python|pythonw|pypy|ipython)[\d.]*t?$|^py$/.test(nameOf(program));
}

function isScript(word: string): boolean {
  return /\.(py|ipynb)$/i.test(word);
}

function fileOf(file: string): ScriptCommand | null {
  if (file === '' || file === '-') return null;
  const path = file.replace(/\\/g, '/');
  if (/\.ipynb$/i.test(path)) return { kind: 'notebook', candidates: [path] };
  if (/\.pyw?$/i.test(path)) return { kind: 'file', candidates: [path] };
  // A folder or an archive with an entry point, or a script without an ending.
  return { kind: 'file', candidates: [`${path.replace(/\/$/, '')}/__main__.py`, path] };
}

function moduleOf(module: string): ScriptCommand | null {
  if (!/^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u.test(module)) return null;
  const path = module.replaceAll('.', '/');
  const candidates = [`${path}.py`, `${path}/__main__.py`];
  return { kind: 'module', candidates: [...candidates, ...candidates.map((one) => `src/${one}`)] };
}
