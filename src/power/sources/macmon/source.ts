/** Power of Macs with Apple silicon through one long-lived macmon, which needs no password. */
import type { Available, DeviceSample, PowerSource, Unavailable } from '../../types';
import { toolLines } from '../../tool-lines';
import { parseLine } from './parse';

export const source: PowerSource = {
  id: 'macmon',
  name: 'macmon',
  scope: 'cpu',
  quality: 'measured',
  rank: 80,

  async probe(host): Promise<Available | Unavailable> {
    if (host.machine.platform !== 'darwin') return unavailable('for Macs only', null);
    if (!host.machine.cpuModel.startsWith('Apple')) return unavailable('for Apple silicon only', null);
    const tool = await host.processes.find('macmon');
    if (tool !== undefined) return { available: true, devices: ['cpu', 'gpu', 'ane', 'ram', 'sys'], note: null };
    return unavailable('macmon is not installed', 'macmon reads power without a password: brew install macmon');
  },

  async *samples(host, signal, interval): AsyncIterable<readonly DeviceSample[]> {
    const tool = await host.processes.find('macmon');
    if (tool === undefined) return;
    const start = (every: number): ReturnType<typeof host.processes.start> =>
      host.processes.start(tool, ['pipe', '-i', String(Math.round(every))]);
    for await (const line of toolLines({ host, signal, interval, start })) {
      const parts = parseLine(line);
      if (parts === null) continue;
      const at = host.clock.now();
      yield parts.map((part): DeviceSample => {
        const state = part.watts === null ? 'unknown' : 'on';
        return { ...part, source: source.id, state, quality: 'measured', range: null, at };
      });
    }
  },
};

function unavailable(why: string, help: string | null): Unavailable {
  return { available: false, why, help };
}
