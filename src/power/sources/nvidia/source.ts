/** Board power of NVIDIA GPUs through one long-lived nvidia-smi; a sleeping board is never woken to be asked. */
import { millis } from '../../../core/units/quantity';
import type { Host } from '../../../host/ports';
import { isRunning, pause } from '../../pace';
import type { Available, DeviceSample, PowerSource, Unavailable } from '../../types';
import { Batch } from './batch';
import { findPciGpus, isAsleep } from './devices';
import { fieldsToQuery, type Field } from './parse';
import { poll } from './poll';
import { Rests } from './rest';

/** A driver that starts cold takes seconds on a machine with many boards. */
const TOOL_TIMEOUT = millis(15_000);

export const source: PowerSource = {
  id: 'nvidia',
  name: 'nvidia-smi',
  scope: 'gpu',
  quality: 'measured',
  covers: 'gpu:nvidia',
  rank: 80,

  async probe(host): Promise<Available | Unavailable> {
    const gpus = await findPciGpus(host);
    const tool = await host.processes.find('nvidia-smi');
    if (tool === undefined) return withoutTool(gpus.length);
    if (gpus.some((gpu) => isAsleep(host, gpu))) {
      return { available: true, devices: gpus.map(({ address }) => address), note: 'asleep ones are left alone' };
    }
    const { code, stdout, stderr } = await host.processes.run(tool, ['-L'], TOOL_TIMEOUT);
    const devices = [...stdout.matchAll(/\(UUID: (GPU-[\w-]+)\)/g)].map((match) => match[1] ?? '');
    if (code === 0 && devices.length > 0) return { available: true, devices, note: null };
    const said = (stdout || stderr).trim().split('\n')[0] ?? '';
    return unavailable(said === '' ? 'nvidia-smi lists no GPU' : `nvidia-smi says: ${said}`, gpus.length);
  },

  /** Ends when the tool dies; whoever reads starts anew, later and later. */
  async *samples(host, signal, interval): AsyncIterable<readonly DeviceSample[]> {
    const tool = await host.processes.find('nvidia-smi');
    if (tool === undefined) return;
    const rests = new Rests(host, await findPciGpus(host));
    const batch = new Batch();
    let fields: readonly Field[] | undefined;
    while (isRunning(signal)) {
      batch.leftAlone = rests.leftAlone();
      if (rests.gpus.length > 0 && batch.leftAlone.length === rests.gpus.length) {
        yield batch.take(host.clock.now());
        if (!(await pause(host.clock, interval(), signal))) return;
        continue;
      }
      fields ??= await askForFields(host, tool);
      const ended = yield* poll({ host, signal, tool, fields, rests, batch, interval });
      if (ended === 'died') return;
    }
  },
};

async function askForFields(host: Host, tool: string): Promise<readonly Field[]> {
  const { stdout } = await host.processes.run(tool, ['--help-query-gpu'], TOOL_TIMEOUT);
  return fieldsToQuery(stdout);
}

function withoutTool(count: number): Unavailable {
  if (count === 0) return unavailable('no NVIDIA GPU found', 0);
  const help = 'nvidia-smi comes with the NVIDIA driver: install the driver, or add the tool to PATH.';
  return { ...unavailable('no nvidia-smi on PATH', count), help };
}

function unavailable(why: string, count: number): Unavailable {
  const missing = count === 0 ? {} : { missing: count === 1 ? 'NVIDIA GPU' : `${count} NVIDIA GPUs` };
  return { available: false, why, help: null, ...missing };
}
