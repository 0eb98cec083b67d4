/** One life of nvidia-smi: from its start until it dies or has to be started differently. */
import { millis, type Millis } from '../../../core/units/quantity';
import type { Host } from '../../../host/ports';
import { isRunning } from '../../pace';
import { nextOrSilence } from '../../tool-lines';
import type { DeviceSample } from '../../types';
import type { Batch, LeftAlone } from './batch';
import { parseLine, type Field } from './parse';
import type { Rests } from './rest';

export interface Poll {
  readonly host: Host;
  readonly signal: AbortSignal;
  readonly tool: string;
  readonly fields: readonly Field[];
  readonly rests: Rests;
  readonly batch: Batch;
  readonly interval: () => Millis;
}

/** The lines of one tick come together; after this silence the tick is over. */
const SETTLE = millis(200);

export async function* poll(of: Poll): AsyncGenerator<readonly DeviceSample[], 'died' | 'changed'> {
  const { host, signal, batch, rests, interval } = of;
  const every = interval();
  const child = host.processes.start(of.tool, argumentsFor(of, every));
  const lines = child.lines[Symbol.asyncIterator]();
  try {
    let next = lines.next();
    while (isRunning(signal)) {
      const patience = batch.isEmpty ? millis(every * 2) : SETTLE;
      const event = await nextOrSilence(next, host.clock, patience, signal);
      if (event !== 'silence') {
        if (event.done === true) return 'died';
        next = lines.next();
        const line = parseLine(event.value, of.fields);
        if (line === null) continue;
        if (batch.has(line)) yield batch.take(host.clock.now());
        batch.add(line);
        rests.observe(line);
      }
      if (!batch.isEmpty && (batch.isComplete || event === 'silence')) yield batch.take(host.clock.now());
      if (interval() !== every || !isSame(batch.leftAlone, rests.leftAlone())) return 'changed';
    }
    return 'changed';
  } finally {
    child.kill();
  }
}

function argumentsFor({ fields, rests, batch }: Poll, every: Millis): readonly string[] {
  const alone = new Set(batch.leftAlone.map(({ address }) => address));
  const asked = rests.gpus.filter(({ address }) => !alone.has(address)).map(({ address }) => address);
  return [
    ...(alone.size > 0 ? ['-i', asked.join(',')] : []),
    `--query-gpu=${fields.join(',')}`,
    '--format=csv,noheader,nounits',
    '-lms',
    String(Math.round(every)),
  ];
}

function isSame(before: readonly LeftAlone[], now: readonly LeftAlone[]): boolean {
  const texts = [before, now].map((boards) => boards.map(({ address }) => address).join());
  return texts[0] === texts[1];
}
