/** Lines of one long-lived tool, which is started anew only when the pace changes. */
import { millis, type Millis } from '../core/units/quantity';
import type { Clock, Host, RunningProcess } from '../host/ports';
import { childOf, DONE, isRunning, pause } from './pace';

export interface LongLivedTool {
  readonly host: Host;
  readonly signal: AbortSignal;
  readonly interval: () => Millis;
  start(every: Millis): RunningProcess;
}

/** The lines of one tick come together; after this silence the tick is over. */
const SETTLE = millis(200);
/** No machine has so many devices: a tool that never pauses must not fill the memory. */
const LONGEST_BATCH = 500;

/** Ends when the tool dies. */
export async function* toolLines(tool: LongLivedTool): AsyncGenerator<string> {
  while (isRunning(tool.signal)) {
    if ((yield* linesOfOneLife(tool)) === 'died') return;
  }
}

/** Lines that come together, such as one for each device of a tick. Ends when the tool dies. */
export async function* toolBatches(tool: LongLivedTool): AsyncGenerator<readonly string[]> {
  while (isRunning(tool.signal)) {
    if ((yield* batchesOfOneLife(tool, SETTLE)) === 'died') return;
  }
}

async function* linesOfOneLife(tool: LongLivedTool): AsyncGenerator<string, 'died' | 'changed'> {
  const batches = batchesOfOneLife(tool, null);
  try {
    for (;;) {
      const result = await batches.next();
      if (result.done === true) return result.value;
      yield* result.value;
    }
  } finally {
    await batches.return('changed');
  }
}

/** `settle` is the silence that ends a batch; null when each line is one. */
async function* batchesOfOneLife(
  tool: LongLivedTool,
  settle: Millis | null,
): AsyncGenerator<readonly string[], 'died' | 'changed'> {
  const { host, signal, interval } = tool;
  const every = interval();
  const child = tool.start(every);
  const lines = child.lines[Symbol.asyncIterator]();
  let batch: string[] = [];
  try {
    let next = lines.next();
    while (isRunning(signal) && (batch.length > 0 || interval() === every)) {
      const patience = settle !== null && batch.length > 0 ? settle : millis(every * 2);
      const event = await nextOrSilence(next, host.clock, patience, signal);
      if (event !== 'silence' && event.done !== true) {
        next = lines.next();
        batch.push(event.value);
        if (settle !== null && batch.length < LONGEST_BATCH) continue;
      }
      if (batch.length > 0) yield batch;
      batch = [];
      if (event !== 'silence' && event.done === true) return 'died';
    }
    return 'changed';
  } finally {
    child.kill();
  }
}

/** The next line, or word that none came for so long; the paced clock says so early when the pace has changed. */
export async function nextOrSilence(
  next: Promise<IteratorResult<string>>,
  clock: Clock,
  patience: Millis,
  signal: AbortSignal,
): Promise<IteratorResult<string> | 'silence'> {
  const { controller, release } = childOf(signal);
  const silence = pause(clock, patience, controller.signal).then(() => 'silence' as const);
  const event = await Promise.race([next, silence]);
  controller.abort(DONE);
  release();
  return event;
}
