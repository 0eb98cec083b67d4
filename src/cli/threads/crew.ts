/** Scans many files in several threads, and hands on what they found in the order of the files. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ReportError } from '../../report/report';
import type { FileOutcome, ScanFile } from '../scan/scan';

/** What a thread is told when it starts. */
export interface Order {
  readonly cwd: string;
  /** `--config`. */
  readonly config: string | undefined;
  /** `--rule`. */
  readonly rules: readonly string[];
}

/** What is found in some files, and what turned out to be wrong in their configuration. */
export interface Found {
  readonly outcomes: readonly FileOutcome[];
  readonly problems: readonly ReportError[];
}

export type Scanner = (files: readonly ScanFile[]) => Promise<Found>;

/** A thread compiles the parser and warms up by itself, which fewer files do not pay back. */
const FILES_A_THREAD = 100;
/** Neighbours import the same files, so they go to one thread; few enough that no thread has much left at the end. */
const FILES_A_BATCH = 16;
/** Trees of plain objects are made and dropped file by file: in a small nursery most would be copied first. */
const YOUNG_MEGABYTES = 64;

/** None where one thread does as well. */
export function threadsFor(files: number, cores = availableParallelism()): number {
  const threads = Math.min(cores, Math.floor(files / FILES_A_THREAD));
  return threads > 1 ? threads : 0;
}

export type StartThread = (order: Order) => Worker;

/** Starts a thread that runs the program in `script`; see `main.ts` for what it does there. */
export function threadOf(script: string): StartThread {
  return (order) =>
    new Worker(script, { workerData: order, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES } });
}

/** `alone` scans here what a thread could not: one that ends early takes nothing with it. */
export async function* scanInThreads(
  files: readonly ScanFile[],
  workers: readonly Worker[],
  alone: Scanner,
): AsyncGenerator<Found> {
  const batches: Batch[] = [];
  for (let at = 0; at < files.length; at += FILES_A_BATCH) batches.push(new Batch(files.slice(at, at + FILES_A_BATCH)));
  const waiting = batches.values();
  const work = workers.map((worker) => workOn(waiting, worker, alone));
  try {
    for (const { found } of batches) yield await found;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
    await Promise.all(work);
  }
}

/** Some files, and what will be found in them. */
class Batch {
  readonly found: Promise<Found>;
  #settle!: (found: Found | PromiseLike<Found>) => void;

  constructor(readonly files: readonly ScanFile[]) {
    this.found = new Promise((resolve) => (this.#settle = resolve));
    // Whoever takes the outcomes in order is told of a failure when it comes to it.
    this.found.catch(() => undefined);
  }

  async scanWith(scanner: Scanner): Promise<void> {
    const found = scanner(this.files);
    this.#settle(found);
    await found.catch(() => undefined);
  }
}

/** Takes one batch after the other until none is left. */
async function workOn(waiting: Iterator<Batch>, worker: Worker, alone: Scanner): Promise<void> {
  let lives = true;
  const ended = (): void => void (lives = false);
  worker.on('error', ended).on('exit', ended);
  const scanner: Scanner = async (files) => {
    if (!lives) return alone(files);
    try {
      return await ask(worker, files);
    } catch {
      lives = false;
      return alone(files);
    }
  };
  for (let next = waiting.next(); !next.done; next = waiting.next()) await next.value.scanWith(scanner);
}

/** Rejects when the thread ends before it answers. */
function ask(worker: Worker, files: readonly ScanFile[]): Promise<Found> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void): void => {
      worker.off('message', answered).off('error', failed).off('exit', failed);
      finish();
    };
    const answered = (found: Found): void => settle(() => resolve(found));
    const failed = (): void => settle(() => reject(new Error('the thread ended')));
    worker.on('message', answered).on('error', failed).on('exit', failed);
    worker.postMessage(files);
  });
}
