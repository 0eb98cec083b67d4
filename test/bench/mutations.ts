/**
 * Puts changed pieces of real code through the engine: MUTATIONS of them (a million), from the folder MUTATIONS_FROM. No input may
 * throw, take a second of processor time or hold on to memory. SEED says which; a run that was stopped goes on where it was.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread, Worker } from 'node:worker_threads';
import type { Report, Task } from './mutate/worker';
import './mutate/worker';
import { root } from './setting';

interface State {
  readonly folder: string;
  next: number;
  longest: number;
  /** Megabytes of the process at its largest. */
  resident: number;
  readonly wrong: string[];
}

const FOLDER = join(root, 'out', 'mutations');
/** Seconds of processor time on one input after which it counts as a hang. */
const HANG = 20;
/** Of the heap of the thread, the files that inputs are drawn from included. */
const MOST_MEGABYTES = 1024;
const SHOWN = 20;

function stateOf(file: string, folder: string): State {
  const fresh = { folder, next: 0, longest: 0, resident: 0, wrong: [] };
  if (!existsSync(file)) return fresh;
  const state = JSON.parse(readFileSync(file, 'utf8')) as State;
  if (state.folder !== folder) throw new Error(`${file} is about ${state.folder}: take another SEED, or remove it`);
  return state;
}

interface Life {
  over: boolean;
  /** Why it did not come through the input that it was at. */
  broken?: string;
}

/** Follows one thread to its end. An input that it did not come through is noted, and the next thread begins behind it. */
async function follow(task: Task, state: State, save: () => void): Promise<void> {
  const worker = new Worker(__filename, {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
  });
  const life: Life = { over: false };
  worker.on('message', (report: Report) => {
    if (report.kind === 'progress') note(report, state, save);
    else state.wrong.push(`input ${report.input}: ${report.what}; kept as ${report.file}`);
  });
  worker.on('error', (error) => (life.broken = String(error)));
  worker.on('exit', () => (life.over = true));
  const current = new Int32Array(task.current);
  while (!life.over) {
    if (await hangs(life, current)) life.broken = 'hangs';
    if (life.broken === undefined) continue;
    const input = Math.max(0, Atomics.load(current, 0));
    state.wrong.push(`input ${input}: ${life.broken}`);
    state.next = input + 1;
    await worker.terminate();
    break;
  }
  save();
}

function note(
  { next, longest, resident }: Extract<Report, { kind: 'progress' }>,
  state: State,
  save: () => void,
): void {
  state.next = next;
  state.longest = Math.max(state.longest, longest);
  state.resident = Math.max(state.resident, resident);
  save();
}

/** Reading the files comes before the first input, and a busy machine may give no processor time at all. */
async function hangs(life: Readonly<Life>, current: Int32Array): Promise<boolean> {
  const [input, before] = [Atomics.load(current, 0), process.cpuUsage()];
  for (let second = 0; second < HANG; second += 1) {
    await sleep(1000);
    if (life.over || life.broken !== undefined || Atomics.load(current, 0) !== input) return false;
  }
  return input >= 0 && process.cpuUsage(before).user > (HANG * 1e6) / 2;
}

async function main(): Promise<void> {
  const { MUTATIONS_FROM: from, MUTATIONS: count = '1000000', SEED: seed = '1' } = process.env;
  if (from === undefined) throw new Error('MUTATIONS_FROM does not name a folder of Python files');
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, `${seed}.json`);
  const state = stateOf(file, resolve(from));
  const end = Number(count);
  console.log(`seed ${seed}, inputs ${state.next} to ${end} from ${state.folder}; progress is kept in ${file}`);
  const save = (): void => writeFileSync(file, JSON.stringify(state, null, 2));
  const started = performance.now();
  const begun = state.next;
  while (state.next < end) {
    const current = new SharedArrayBuffer(4);
    new Int32Array(current)[0] = -1;
    await follow(
      { folder: state.folder, seed: Number(seed), first: state.next, end, current, keep: FOLDER },
      state,
      save,
    );
  }
  const minutes = (performance.now() - started) / 60_000;
  console.log(`${state.next} inputs, ${state.next - begun} of them now in ${minutes.toFixed(0)} min`);
  console.log(
    `longest ${state.longest.toFixed(0)} ms of processor time; at most ${state.resident.toFixed(0)} MB resident`,
  );
  console.log(state.wrong.length === 0 ? 'nothing went wrong' : `${state.wrong.length} went wrong:`);
  for (const line of state.wrong.slice(0, SHOWN)) console.log(line);
  process.exitCode = state.wrong.length === 0 ? 0 : 1;
}

if (isMainThread) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
