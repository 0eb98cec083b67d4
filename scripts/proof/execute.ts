/** Runs Python programs in the proof's environment and measures them. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Measured {
  /** Of the program and its children, without the loading of libraries. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly peakMegabytes: number;
  /** "FutureWarning: text" each. */
  readonly warnings: readonly string[];
  readonly metric: number;
}
export type Ran = { readonly ok: true; readonly measured: Measured } | { readonly ok: false; readonly error: string };

export interface Job {
  readonly text: string;
  readonly seed: number;
}

export interface JobSetting {
  readonly python: string;
  /** The field of the JSON line that each program prints last. */
  readonly metric: string;
  readonly environment: Readonly<Record<string, string>>;
}

const MEASURE = join(__dirname, '..', '..', 'test', 'proof', 'measure.py');
const LIMIT_SECONDS = 600;
const THREADS = ['OMP', 'MKL', 'OPENBLAS', 'NUMEXPR'].map((library) => [`${library}_NUM_THREADS`, '1']);

/** One thread, so that threads that wait for each other do not count as work; nothing reaches for a network. */
const PLAIN: Readonly<Record<string, string>> = {
  ...(Object.fromEntries(THREADS) as Record<string, string>),
  PYTHONWARNINGS: 'default',
  PYTHONHASHSEED: '0',
  TOKENIZERS_PARALLELISM: 'false',
  HF_HUB_OFFLINE: '1',
  WANDB_MODE: 'offline',
  KERAS_BACKEND: 'torch',
  JAX_PLATFORMS: 'cpu',
  TF_CPP_MIN_LOG_LEVEL: '3',
  TF_NUM_INTRAOP_THREADS: '1',
  TF_NUM_INTEROP_THREADS: '1',
  XLA_FLAGS: '--xla_cpu_multi_thread_eigen=false',
};

/** TensorFlow does not survive a fork. */
const LONERS = /^(?:import|from) tensorflow\b/m;

/** One after the other, in the order given. */
export async function execute(jobs: readonly Job[], setting: JobSetting): Promise<readonly Ran[]> {
  const folder = mkdtempSync(join(tmpdir(), 'carbon-proof-'));
  try {
    const prepared = jobs.map((job, at) => prepare(join(folder, `${at}`), job));
    const alone = jobs.some(({ text }) => LONERS.test(text)) || setting.environment['KERAS_BACKEND'] === 'tensorflow';
    const groups = alone ? prepared.map((job) => [job]) : [prepared];
    let errors = '';
    for (const group of groups) {
      writeFileSync(join(folder, 'jobs.json'), JSON.stringify(group));
      errors += await run(join(folder, 'jobs.json'), setting);
    }
    return prepared.map((job) => resultOf(job.folder, setting.metric, errors));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function prepare(folder: string, { text, seed }: Job) {
  mkdirSync(folder);
  const program = join(folder, 'train.py');
  writeFileSync(program, text);
  return { folder, program, seed, limit: LIMIT_SECONDS };
}

/** What it says when it fails by itself. */
function run(jobs: string, { python, environment }: JobSetting): Promise<string> {
  const env = { ...process.env, ...PLAIN, ...environment };
  const child = spawn(python, [MEASURE, jobs], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const parts: string[] = [];
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (part: string) => parts.push(part));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => {
      resolve(parts.join(''));
    });
  });
}

interface Report extends Omit<Measured, 'metric'> {
  readonly error: string | null;
}

const END = 1500;

function resultOf(folder: string, metric: string, outside: string): Ran {
  const path = join(folder, 'result.json');
  const errors = textOf(join(folder, 'stderr')).trim();
  if (!existsSync(path)) return { ok: false, error: `was ended\n${(errors || outside).slice(-END)}` };
  const { error, ...measured } = JSON.parse(readFileSync(path, 'utf8')) as Report;
  if (error !== null) return { ok: false, error: `${error}\n${errors.slice(-END)}` };
  const value = metricIn(textOf(join(folder, 'stdout')), metric);
  if (value === undefined) return { ok: false, error: `printed no JSON line with a number "${metric}"` };
  const logged = errors.split('\n').filter((line) => /deprecat/i.test(line) && !/Warning:/.test(line));
  return { ok: true, measured: { ...measured, warnings: [...measured.warnings, ...logged], metric: value } };
}

const textOf = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');

function metricIn(output: string, name: string): number | undefined {
  const line = output.split('\n').findLast((one) => one.startsWith('{'));
  const value = line === undefined ? undefined : (JSON.parse(line) as Record<string, unknown>)[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
