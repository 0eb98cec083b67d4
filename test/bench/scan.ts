/** A scan of a large Python tree, against native ruff with its NPY, PD and PERF rules on the same files and cores. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { percentile, report, root } from './setting';

const ROUNDS = 3;
const RUFF = 'ruff==0.17.5';
/** One library tree without training runs, and one with many. */
const LIBRARIES = ['scikit-learn==1.5.2', 'transformers==4.46.3'];

interface Tools {
  readonly ruff: string;
  /** What is scanned: BENCH_TREE, or the libraries above. */
  readonly tree: string;
}

function run(file: string, args: readonly string[]): void {
  const { status, error } = spawnSync(file, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (error || status !== 0) throw new Error(`${file} ${args.join(' ')}: ${error?.message ?? `ended with ${status}`}`);
}

/** Once, from the package index, into the ignored cache folder. */
function prepare(): Tools {
  const home = join(root, '.cache', 'bench');
  const [ruff, tree] = [join(home, 'venv', 'bin', 'ruff'), join(home, 'tree')];
  if (!existsSync(ruff)) {
    mkdirSync(home, { recursive: true });
    run('python3', ['-m', 'venv', join(home, 'venv')]);
    run(join(home, 'venv', 'bin', 'pip'), ['install', '--quiet', RUFF]);
  }
  if (!existsSync(tree)) {
    run(join(home, 'venv', 'bin', 'pip'), ['install', '--quiet', '--no-deps', '--target', tree, ...LIBRARIES]);
  }
  return { ruff, tree: process.env['BENCH_TREE'] ?? tree };
}

/** Milliseconds from start to end of the process; both programs end with 1 when they find something. */
function time(file: string, args: readonly string[]): { milliseconds: number; output: string } {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(file, args, { encoding: 'utf8', maxBuffer: 1 << 30 });
  const milliseconds = performance.now() - start;
  if (status !== 0 && status !== 1) throw new Error(`${file} ended with ${status}\n${stderr}`);
  return { milliseconds, output: stdout };
}

function main(): void {
  const { ruff, tree } = prepare();
  const select = ['--select', 'NPY,PD,PERF', '--isolated', '--no-cache', '--no-respect-gitignore', '--quiet'];
  const programs = {
    ruff: () => time(ruff, ['check', ...select, tree]),
    ours: () => time(process.execPath, [join(root, 'dist', 'cli.js'), 'check', tree, '--format', 'json']),
  };
  const summary = (JSON.parse(programs.ours().output) as { summary: Record<string, number> }).summary;
  programs.ruff();
  const times = { ruff: [] as number[], ours: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    times.ruff.push(programs.ruff().milliseconds);
    times.ours.push(programs.ours().milliseconds);
  }
  const [theirs, ours] = [percentile(times.ruff, 0.5), percentile(times.ours, 0.5)];
  const files = `${summary['files']} files, ${summary['parsed']} parsed, ${summary['findings']} findings`;
  report('scan of a Python tree, ruff, median', theirs, 'ms', null, RUFF);
  report('scan of a Python tree, carbon-hints, median', ours, 'ms', null, files);
  report('scan, carbon-hints over ruff', ours / theirs, 'x', 1);
}

main();
