/** Package power of Windows 11 machines through one long-lived typeperf, from WSL too; no driver, no administrator. */
import { millis } from '../../../core/units/quantity';
import type { Host } from '../../../host/ports';
import { toolLines } from '../../tool-lines';
import type { Available, DeviceSample, PowerSource, Unavailable } from '../../types';
import { channelsIn, parseHeader, parseLine, type Channel } from './parse';

const PROBE_TIMEOUT = millis(15_000);

export const source: PowerSource = {
  id: 'windows-energy-meter',
  name: 'Windows Energy Meter',
  scope: 'cpu',
  quality: 'measured',
  rank: 70,
  // typeperf counts whole seconds, and below 0.2 s the counter has spikes.
  minimumInterval: millis(1000),

  async probe(host): Promise<Available | Unavailable> {
    const tool = await findTypeperf(host);
    if (tool === undefined) return unavailable('for Windows and WSL only');
    const { stdout } = await host.processes.run(tool, ['-qx', 'Energy Meter'], PROBE_TIMEOUT);
    const devices = channelsIn(stdout);
    if (devices.length === 0) return unavailable('Windows lists no package channel under "Energy Meter"');
    return { available: true, devices, note: null };
  },

  async *samples(host, signal, interval): AsyncIterable<readonly DeviceSample[]> {
    const tool = await findTypeperf(host);
    if (tool === undefined) return;
    const start = (every: number): ReturnType<typeof host.processes.start> =>
      host.processes.start(tool, ['\\Energy Meter(*)\\Power', '-si', String(Math.max(1, Math.round(every / 1000)))]);
    let channels: readonly Channel[] = [];
    for await (const line of toolLines({ host, signal, interval, start })) {
      const header = parseHeader(line);
      if (header !== null) channels = header;
      const powers = parseLine(line, channels);
      if (powers !== null && channels.length > 0) yield samplesOf(host, channels, powers);
    }
  },
};

/** Windows programs run from WSL under their full name. */
function findTypeperf(host: Host): Promise<string | undefined> {
  if (host.machine.platform === 'win32') return host.processes.find('typeperf');
  return host.machine.platform === 'linux' ? host.processes.find('typeperf.exe') : Promise.resolve(undefined);
}

function samplesOf(
  host: Host,
  channels: readonly Channel[],
  powers: readonly DeviceSample['watts'][],
): readonly DeviceSample[] {
  const at = host.clock.now();
  return channels.map(({ device, scope }, index): DeviceSample => {
    const power = powers[index] ?? null;
    const state = power === null ? 'unknown' : 'on';
    return {
      source: source.id,
      scope,
      device,
      label: device,
      watts: power,
      state,
      quality: 'measured',
      range: null,
      at,
    };
  });
}

function unavailable(why: string): Unavailable {
  return { available: false, why, help: null };
}
