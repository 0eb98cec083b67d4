/** What an unplugged MacBook takes from its battery, once a minute, as often as the controller says something new. */
import { millis } from '../../../core/units/quantity';
import type { Host } from '../../../host/ports';
import { isRunning, pause } from '../../pace';
import { measured } from '../../samples';
import type { Available, DeviceSample, PowerSource, Unavailable } from '../../types';
import { parseBattery, type Battery } from './parse';

const TOOL_TIMEOUT = millis(5000);

export const source: PowerSource = {
  id: 'battery-macos',
  name: 'Battery discharge',
  scope: 'system',
  quality: 'measured',
  rank: 60,
  minimumInterval: millis(60_000),

  async probe(host): Promise<Available | Unavailable> {
    if (host.machine.platform !== 'darwin') return unavailable('for Macs only');
    const battery = await ask(host);
    if (battery === undefined) return unavailable('ioreg is not there');
    if (battery.state === 'absent') return unavailable('this Mac has no battery');
    return { available: true, devices: ['InternalBattery'], note: 'while unplugged' };
  },

  /** Plugged in, the battery says nothing about the machine: the tick is empty. */
  async *samples(host, signal, interval): AsyncIterable<readonly DeviceSample[]> {
    while (isRunning(signal)) {
      const battery = await ask(host);
      if (battery === undefined) return;
      const at = host.clock.now();
      const device = { source: source.id, scope: 'system', device: 'InternalBattery', label: 'Whole MacBook' } as const;
      yield battery.state === 'feeding' ? [measured(device, battery.watts, at)] : [];
      if (!(await pause(host.clock, interval(), signal))) return;
    }
  },
};

async function ask(host: Host): Promise<Battery | undefined> {
  const tool = await host.processes.find('ioreg');
  if (tool === undefined) return undefined;
  const { stdout } = await host.processes.run(tool, ['-rn', 'AppleSmartBattery'], TOOL_TIMEOUT);
  return parseBattery(stdout);
}

function unavailable(why: string): Unavailable {
  return { available: false, why, help: null };
}
