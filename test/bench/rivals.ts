/** The linters that a scan is compared with, in an environment of their own, and what each is told to do. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setting';

const PACKAGES = { ruff: 'ruff==0.17.5', torchfix: 'torchfix==0.7.0', pylint: 'pylint==4.1.4' } as const;
/** One library tree without training runs, and one with many. */
const LIBRARIES = ['scikit-learn==1.5.2', 'transformers==4.46.3'];

export type Rival = keyof typeof PACKAGES;
export const versionOf = (rival: Rival): string => PACKAGES[rival].replace('==', ' ');

const HOME = join(root, '.cache', 'bench');
const inVenv = (name: string): string => join(HOME, 'venv', 'bin', name);

function run(file: string, args: readonly string[]): void {
  const { status, error } = spawnSync(file, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (error || status !== 0) throw new Error(`${file} ${args.join(' ')}: ${error?.message ?? `ended with ${status}`}`);
}

/** Once, from the package index, into the ignored cache folder. Answers the tree: BENCH_TREE, or the libraries above. */
export function prepare(): string {
  const tree = join(HOME, 'tree');
  if (!existsSync(inVenv('python'))) {
    mkdirSync(HOME, { recursive: true });
    run('python3', ['-m', 'venv', join(HOME, 'venv')]);
  }
  const missing = (Object.keys(PACKAGES) as Rival[]).filter((rival) => !existsSync(inVenv(rival)));
  if (missing.length > 0) run(inVenv('pip'), ['install', '--quiet', ...missing.map((rival) => PACKAGES[rival])]);
  if (!existsSync(tree)) run(inVenv('pip'), ['install', '--quiet', '--no-deps', '--target', tree, ...LIBRARIES]);
  return process.env['BENCH_TREE'] ?? tree;
}

/** Every so many of the Python files below a folder, in name order. */
export function sampleOf(tree: string, count: number): readonly string[] {
  const files = readdirSync(tree, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.py'))
    .sort();
  const step = Math.max(1, Math.floor(files.length / count));
  return files.filter((_, index) => index % step === 0).map((name) => join(tree, name));
}

/** The command of each: the rules of ruff that are nearest to ours, and of the others what they do unless told otherwise. */
export function commandOf(rival: Rival, paths: readonly string[]): readonly string[] {
  const args: Readonly<Record<Rival, readonly string[]>> = {
    ruff: ['check', '--select', 'NPY,PD,PERF', '--isolated', '--no-cache', '--no-respect-gitignore', '--quiet'],
    torchfix: [],
    pylint: ['--rcfile=/dev/null', '--jobs=0', '--score=n'],
  };
  return [inVenv(rival), ...args[rival], ...paths];
}

export interface Took {
  readonly wall: number;
  /** Processor time of the program and all it started, in milliseconds. */
  readonly cpu: number;
  readonly output: string;
}

/** Codes above say that a program did not run to its end; pylint adds up the kinds of what it found. */
const MOST_STATUS = 31;

/** From start to end of the process, as the shell measures it. */
export function time(command: readonly string[]): Took {
  const script = 'TIMEFORMAT="%R %U %S"; { time "$@" 2>/dev/null; }';
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script, 'bench', ...command], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  const [wall = Number.NaN, user = Number.NaN, system = Number.NaN] = stderr.trim().split(/\s+/).map(Number);
  if (status === null || status > MOST_STATUS || Number.isNaN(wall + user + system))
    throw new Error(`${command[0]} ended with ${status}\n${stderr}`);
  return { wall: 1000 * wall, cpu: 1000 * (user + system), output: stdout };
}
