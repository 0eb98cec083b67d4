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

/** Ends when the tool dies. */
export async function* toolLines(tool: LongLivedTool): AsyncGenerator<string> {
  while (isRunning(tool.signal)) {
    if ((yield* linesOfOneLife(tool)) === 'died') return;
  }
}

async function* linesOfOneLife(tool: LongLivedTool): AsyncGenerator<string, 'died' | 'changed'> {
  const { host, signal, interval } = tool;
  const every = interval();
  const child = tool.start(every);
  const lines = child.lines[Symbol.asyncIterator]();
  try {
    let next = lines.next();
    while (isRunning(signal) && interval() === every) {
      const event = await nextOrSilence(next, host.clock, millis(every * 2), signal);
      if (event === 'silence') continue;
      if (event.done === true) return 'died';
      next = lines.next();
      yield event.value;
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
