/** Finds the lines of scripts and editor settings that launch one program, and the options they pass. */
import type { ConfigurationFile } from '../model';
import type { Launch, Scalar } from './facts';
import { parsed } from './json';
import { scalar } from './yaml';

/** `path` is that of the program, in the workspace. */
export function launchesOf(files: readonly ConfigurationFile[], path: string): readonly Launch[] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (!name.endsWith('.py')) return [];
  return files.flatMap((file) => {
    if (!file.text.includes(name.slice(0, -3))) return [];
    if (file.path.endsWith('launch.json')) return editorLaunches(file, path);
    return isScript(file.path) ? scriptLaunches(file, path) : [];
  });
}

const isScript = (path: string): boolean =>
  /\.sh$|(^|\/)((GNU)?makefile|justfile|Dockerfile[^/]*)$|^notebook shell lines$/i.test(path);

const LAUNCHER =
  /^(accelerate|torchrun|deepspeed|python[\d.]*|uv|poetry|srun|mpirun|ipython|fabric|horovodrun|composer)$/;

/** No person types a longer command; its words would take the square of its length. */
const LONGEST_LINE = 4000;

function scriptLaunches(file: ConfigurationFile, path: string): readonly Launch[] {
  const lines = file.text.replace(/\\\r?\n[ \t]*/g, ' ').split(/\r?\n/);
  return lines.flatMap((line) => {
    if (line.length > LONGEST_LINE || /^\s*(#|echo\b)/.test(line)) return [];
    const words = wordsOf(line);
    const at = words.findIndex((word) => isProgram(word, path));
    const starter = words.slice(0, Math.max(0, at)).find((word) => LAUNCHER.test(word.split('/').at(-1) ?? ''));
    if (at < 0 || (starter === undefined && !(words[at] ?? '').startsWith('./'))) return [];
    const launcher =
      (starter ?? 'python')
        .split('/')
        .at(-1)
        ?.replace(/[\d.]+$/, '') ?? 'python';
    return [
      {
        via: file.path,
        launcher,
        options: optionsIn(words.slice(at + 1)),
        launcherOptions: optionsIn(words.slice(0, at)),
      },
    ];
  });
}

/** `train.py`, `src/train.py`, or `-m package.train`; the folders that are written must agree. */
function isProgram(word: string, path: string): boolean {
  const written = (/^[\w.]+$/.test(word) && !word.endsWith('.py') ? `${word.replaceAll('.', '/')}.py` : word)
    .replace(/^(\.\/)+/, '')
    .split('/')
    .filter((part) => part !== '..' && !part.includes('$'));
  const own = path.split('/');
  if (written.length === 0 || written.at(-1) !== own.at(-1)) return false;
  const shared = Math.min(written.length, own.length);
  return written.slice(-shared).every((part, index) => part === own.slice(-shared)[index]);
}

function wordsOf(line: string): readonly string[] {
  return (line.match(/"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"']+(?:"[^"]*"|'[^']*')?/g) ?? []).map((word) =>
    /^(["']).*\1$/.test(word) ? word.slice(1, -1) : word,
  );
}

/** `--name value`, `--name=value`, `--flag`, and Hydra's `group.name=value`. */
function optionsIn(words: readonly string[]): ReadonlyMap<string, Scalar> {
  const options = new Map<string, Scalar>();
  words.forEach((word, index) => {
    if (/^(&&|\|\||[;|&>])/.test(word)) return;
    const flag = /^--?([A-Za-z][\w.-]*)(?:=(.*))?$/.exec(word);
    const override = flag ? null : /^\+{0,2}([A-Za-z][\w./-]*)=(.*)$/.exec(word);
    const [, name, written] = flag ?? override ?? [];
    if (name === undefined) return;
    const next = words[index + 1];
    const value = written ?? (flag && next !== undefined && isValue(next) ? next : undefined);
    options.set(name.replaceAll('-', '_'), value === undefined ? true : scalar(value.replace(/^(["'])(.*)\1$/, '$2')));
  });
  return options;
}

const isValue = (word: string): boolean => !/^(-{1,2}[A-Za-z]|&&|\|\||[;|&>])/.test(word) && !/^[\w.]+=/.test(word);

function editorLaunches(file: ConfigurationFile, path: string): readonly Launch[] {
  const root = parsed(file.text);
  const entries = typeof root === 'object' && root !== null && 'configurations' in root ? root.configurations : [];
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: unknown) => {
    const { program, args } = entry as { program?: unknown; args?: unknown };
    if (typeof program !== 'string' || !isProgram(program.replace(/^\$\{workspaceFolder\}\//, ''), path)) return [];
    const words = Array.isArray(args) ? args.map(String) : typeof args === 'string' ? wordsOf(args) : [];
    return [{ via: file.path, launcher: 'python', options: optionsIn(words), launcherOptions: new Map() }];
  });
}
