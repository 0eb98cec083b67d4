/** Runs a Python program in the proof's environment and measures it. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  readonly python: string;
  readonly text: string;
  readonly metric: string;
  readonly seed: number;
  readonly environment: Readonly<Record<string, string>>;
}

const MEASURE = join(__dirname, '..', '..', 'test', 'proof', 'measure.py');
const LIMIT = 10 * 60 * 1000;
const THREADS = ['OMP', 'MKL', 'OPENBLAS', 'NUMEXPR'].map((library) => [`${library}_NUM_THREADS`, '1']);

/** One thread, so that threads that wait for each other do not count as work; nothing reaches for a network. */
const PLAIN: Readonly<Record<string, string>> = {
  ...(Object.fromEntries(THREADS) as Record<string, string>),
  PYTHONWARNINGS: 'default',
  PYTHONHASHSEED: '0',
  TOKENIZERS_PARALLELISM: 'false',
  HF_HUB_OFFLINE: '1',
  WANDB_MODE: 'offline',
  KERAS_BACKEND: 'jax',
  JAX_PLATFORMS: 'cpu',
  TF_CPP_MIN_LOG_LEVEL: '3',
  XLA_FLAGS: '--xla_cpu_multi_thread_eigen=false',
  RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO: '0',
};

export async function execute(job: Job): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), 'carbon-proof-'));
  try {
    const program = join(folder, 'train.py');
    writeFileSync(program, job.text);
    const { code, output, errors } = await run(job, folder, program);
    return resultOf(job, join(folder, 'result.json'), { code, output, errors });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

function run({ python, seed, environment }: Job, folder: string, program: string): Promise<Ended> {
  const child = spawn(python, [MEASURE, program, join(folder, 'result.json')], {
    cwd: folder,
    env: { ...process.env, ...PLAIN, ...environment, SEED: String(seed) },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT,
  });
  const [output, errors] = [collected(child.stdout), collected(child.stderr)];
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output: output.join(''), errors: errors.join('') }));
  });
}

function collected(stream: NodeJS.ReadableStream): string[] {
  const parts: string[] = [];
  stream.setEncoding('utf8');
  stream.on('data', (part: string) => parts.push(part));
  return parts;
}

interface Report extends Omit<Measured, 'metric'> {
  readonly error: string | null;
}

function resultOf(job: Job, path: string, { code, output, errors }: Ended): Ran {
  if (code !== 0) return { ok: false, error: `ended with ${code ?? 'the time limit'}: ${errors.trim().slice(-600)}` };
  const { error, ...measured } = JSON.parse(readFileSync(path, 'utf8')) as Report;
  if (error !== null) return { ok: false, error: `${error}\n${errors.trim().slice(-600)}` };
  const metric = metricIn(output, job.metric);
  if (metric === undefined) return { ok: false, error: `printed no JSON line with a number "${job.metric}"` };
  const logged = errors.split('\n').filter((line) => /deprecat/i.test(line) && !/Warning:/.test(line));
  return { ok: true, measured: { ...measured, warnings: [...measured.warnings, ...logged], metric } };
}

function metricIn(output: string, name: string): number | undefined {
  for (const line of output.split('\n').reverse()) {
    if (!line.startsWith('{')) continue;
    const value = (JSON.parse(line) as Record<string, unknown>)[name];
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  }
  return undefined;
}
