/** The thread of the mutation run: one input after the other, and beside it in shared memory which one, for the watchman. */
import { writeFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { benchEngine } from '../setting';
import { random } from '../training-code';
import { inputOf, readCorpus, type Input } from './inputs';
import { tryInput } from './trial';

export interface Task {
  readonly folder: string;
  readonly seed: number;
  readonly first: number;
  /** The number after the last. */
  readonly end: number;
  /** One 32-bit number: the input that is looked at now; -1 before the first. */
  readonly current: SharedArrayBuffer;
  /** Where inputs that went wrong are kept, each as a file. */
  readonly keep: string;
}

export type Report =
  | { readonly kind: 'wrong' | 'slow'; readonly input: number; readonly what: string; readonly file: string }
  | { readonly kind: 'progress'; readonly next: number; readonly longest: number; readonly resident: number };

const SLOW = 1000;
const EVERY = 500;

/** Neighbouring numbers must not give related draws. */
const drawOf = (seed: number, input: number): (() => number) =>
  random(Math.imul(seed, 0x9e3779b1) + Math.imul(input, 0x85ebca6b));

function spent(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function work({ folder, seed, first, end, current, keep }: Task): Promise<void> {
  const corpus = readCorpus(folder);
  const engine = await benchEngine();
  const place = new Int32Array(current);
  const tell = (report: Report): void => parentPort?.postMessage(report);
  /** Milliseconds of processor time. */
  const timed = (input: Input, number: number): [string | null, number] => {
    const before = spent();
    try {
      return [tryInput(engine, input, drawOf(seed + 1, number)), spent() - before];
    } catch (error) {
      return [`threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`, spent() - before];
    }
  };
  let longest = 0;
  for (let number = first; number < end; number += 1) {
    Atomics.store(place, 0, number);
    const input = inputOf(corpus, drawOf(seed, number));
    const file = `${keep}/${seed}-${number}.${input.kind}.py`;
    const told = (kind: 'wrong' | 'slow', what: string): void => {
      writeFileSync(file, input.text);
      tell({ kind, input: number, what: `${what} (from ${input.from})`, file });
    };
    const [wrong, once] = timed(input, number);
    if (wrong !== null) told('wrong', wrong);
    // A collection of garbage can fall into any input, so a long time has to be seen twice.
    const time = once > SLOW ? Math.min(once, timed(input, number)[1]) : once;
    if (time > SLOW) told('slow', `${time.toFixed(0)} ms of processor time`);
    longest = Math.max(longest, time);
    if ((number + 1) % EVERY === 0 || number + 1 === end) {
      tell({ kind: 'progress', next: number + 1, longest, resident: process.memoryUsage().rss / 1e6 });
      // Lets messages leave.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

if (parentPort !== null) void work(workerData as Task);
