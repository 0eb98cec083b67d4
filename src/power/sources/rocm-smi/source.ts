/** Board power of AMD GPUs from rocm-smi, once a minute: it has no mode in which it goes on by itself. */
import { millis } from '../../../core/units/quantity';
import type { Host } from '../../../host/ports';
import { findAmdGpus, hasOnlyIntegrated } from '../../amd-gpus';
import { isRunning, pause } from '../../pace';
import { asleep, measured } from '../../samples';
import type { Available, DeviceSample, PowerSource, Unavailable } from '../../types';
import { parseCards, type Card } from './parse';

const TOOL_TIMEOUT = millis(15_000);
const ARGS = ['--showpower', '--showmaxpower', '--json'] as const;

export const source: PowerSource = {
  id: 'rocm-smi',
  name: 'rocm-smi',
  scope: 'gpu',
  quality: 'measured',
  covers: 'gpu:amd',
  rank: 40,
  // Each look starts a Python program, some tenths of a second of processor time.
  minimumInterval: millis(60_000),

  async probe(host): Promise<Available | Unavailable> {
    const gpus = await findAmdGpus(host);
    const tool = await host.processes.find('rocm-smi');
    if (tool === undefined) return unavailable(gpus.length === 0 ? 'no AMD GPU found' : 'no rocm-smi on PATH');
    if (await hasOnlyIntegrated(host)) return unavailable('its graphics are part of the processor');
    if (gpus.some(({ isAsleep }) => isAsleep)) {
      return { available: true, devices: gpus.map(({ address }) => address), note: 'asleep ones are left alone' };
    }
    const cards = await askCards(host, tool);
    if (cards.length === 0) return unavailable('rocm-smi reports no power');
    return { available: true, devices: cards.map(({ name }) => name), note: 'once a minute' };
  },

  async *samples(host, signal, interval): AsyncIterable<readonly DeviceSample[]> {
    const tool = await host.processes.find('rocm-smi');
    let known: readonly Card[] = [];
    while (tool !== undefined && isRunning(signal)) {
      const gpus = await findAmdGpus(host);
      const at = host.clock.now();
      if (gpus.some(({ isAsleep }) => isAsleep))
        yield gpus.map(({ address }) => asleep(deviceOf(`pci-${address}`), at));
      else {
        const cards = await askCards(host, tool);
        const silent = known.filter(({ name }) => !cards.some((card) => card.name === name));
        known = [...cards, ...silent.map(({ name }) => ({ name, watts: null }))];
        yield known.map(({ name, watts }) => measured(deviceOf(name), watts, host.clock.now()));
      }
      if (!(await pause(host.clock, interval(), signal))) return;
    }
  },
};

async function askCards(host: Host, tool: string): Promise<readonly Card[]> {
  const { stdout } = await host.processes.run(tool, ARGS, TOOL_TIMEOUT);
  return parseCards(stdout);
}

function deviceOf(device: string) {
  return { source: 'rocm-smi', scope: 'gpu', device, label: `AMD GPU (${device})` } as const;
}

function unavailable(why: string): Unavailable {
  return { available: false, why, help: null };
}
