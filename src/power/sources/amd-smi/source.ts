/** Board power of AMD GPUs through one long-lived amd-smi, where the files of the driver cannot be read. */
import { millis, type Millis } from '../../../core/units/quantity';
import { findAmdGpus, hasOnlyIntegrated } from '../../amd-gpus';
import { isRunning, pause } from '../../pace';
import { asleep, measured } from '../../samples';
import { toolBatches } from '../../tool-lines';
import type { Available, DeviceSample, PowerSource, Unavailable } from '../../types';
import { parseHeader, parseJson, parseRow, type Board } from './parse';

/** A Python program that loads the driver's library. */
const TOOL_TIMEOUT = millis(15_000);
/** Rests this long before it looks again whether the boards still sleep. */
const REST = millis(30_000);

export const source: PowerSource = {
  id: 'amd-smi',
  name: 'amd-smi',
  scope: 'gpu',
  quality: 'measured',
  covers: 'gpu:amd',
  rank: 60,
  // It counts whole seconds, and each look costs it several milliseconds.
  minimumInterval: millis(2000),

  async probe(host): Promise<Available | Unavailable> {
    const gpus = await findAmdGpus(host);
    const tool = await host.processes.find('amd-smi');
    if (tool === undefined) return unavailable(gpus.length === 0 ? 'no AMD GPU found' : 'no amd-smi on PATH');
    if (await hasOnlyIntegrated(host)) return unavailable('its graphics are part of the processor');
    if (gpus.some(({ isAsleep }) => isAsleep)) {
      return { available: true, devices: gpus.map(({ address }) => address), note: 'asleep ones are left alone' };
    }
    const { stdout } = await host.processes.run(tool, ['metric', '--power', '--json'], TOOL_TIMEOUT);
    const devices = parseJson(stdout).filter(({ watts }) => watts !== null);
    if (devices.length === 0) return unavailable('amd-smi reports no power');
    return { available: true, devices: devices.map(({ gpu }) => `amd-${gpu}`), note: null };
  },

  /** Ends when the tool dies; whoever reads starts anew, later and later. */
  async *samples(host, signal, interval): AsyncIterable<readonly DeviceSample[]> {
    const tool = await host.processes.find('amd-smi');
    if (tool === undefined) return;
    for (let sleeping = await asleepNow(host); sleeping.length > 0; sleeping = await asleepNow(host)) {
      yield sleeping.map((device) => asleep(device, host.clock.now()));
      if (!(await pause(host.clock, millis(Math.min(interval(), REST)), signal)) || !isRunning(signal)) return;
    }
    const spoken = new Set<string>();
    let columns: readonly string[] = [];
    const start = (every: Millis): ReturnType<typeof host.processes.start> =>
      host.processes.start(tool, ['monitor', '-p', '-w', String(Math.max(1, Math.round(every / 1000)))]);
    for await (const batch of toolBatches({ host, signal, interval, start })) {
      const boards = new Map<string, Board>();
      for (const line of batch) {
        columns = parseHeader(line) ?? columns;
        const row = parseRow(line, columns);
        // Parts of a board that is split have rows of their own, and one of them has the power of all.
        if (row !== null && (boards.get(row.gpu)?.watts ?? null) === null) boards.set(row.gpu, row);
      }
      const samples = withoutSecondDies([...boards.values()], spoken).map((board) => sampleOf(board, host.clock.now()));
      if (samples.length > 0) yield samples;
    }
  },
};

/** Of boards that have two dies, the second never says a power: it is none that is unknown, and none that idles. */
function withoutSecondDies(boards: readonly Board[], spoken: Set<string>): readonly Board[] {
  for (const { gpu, watts } of boards) if (watts !== null) spoken.add(gpu);
  return spoken.size === 0 ? boards : boards.filter(({ gpu }) => spoken.has(gpu));
}

async function asleepNow(host: Parameters<PowerSource['probe']>[0]) {
  const gpus = await findAmdGpus(host);
  if (!gpus.some(({ isAsleep }) => isAsleep)) return [];
  return gpus.map(({ address }) => ({ ...blank, device: `pci-${address}`, label: `AMD GPU ${address}` }));
}

const blank = { source: 'amd-smi', scope: 'gpu' } as const;

function sampleOf({ gpu, watts }: Board, at: Millis): DeviceSample {
  return measured({ ...blank, device: `amd-${gpu}`, label: `AMD GPU ${gpu}` }, watts, at);
}

function unavailable(why: string): Unavailable {
  return { available: false, why, help: null };
}
