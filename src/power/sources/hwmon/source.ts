/** Processor power of ARM boards, ARM servers and NVIDIA Grace from the hardware monitors of Linux; a few files a tick. */
import type { Host } from '../../../host/ports';
import { findMonitors, microwatts, textOf, type Monitor } from '../../hwmon-tree';
import { isRunning, pause } from '../../pace';
import { measured } from '../../samples';
import type { Available, DeviceSample, PowerSource, Unavailable } from '../../types';
import { CHIPS, countedChannels, MOST_WATTS, type Channel, type CountedChannel } from './parse';

export const source: PowerSource = {
  id: 'hwmon',
  name: 'hwmon',
  scope: 'cpu',
  quality: 'measured',
  rank: 70,

  async probe(host): Promise<Available | Unavailable> {
    if (host.machine.platform !== 'linux') return unavailable('only Linux has hardware monitors as files');
    const channels = await findChannels(host);
    const counted = countedChannels(channels);
    const [first] = channels;
    if (first === undefined) return unavailable('no hardware monitor of this machine measures power');
    if (counted.length === 0) return unavailable(`the monitor ${first.chip} does not say what it measures`);
    return { available: true, devices: counted.map(({ device }) => device), note: null };
  },

  async *samples(host, signal, interval): AsyncIterable<readonly DeviceSample[]> {
    const channels = countedChannels(await findChannels(host));
    while (channels.length > 0 && isRunning(signal)) {
      yield channels.map((channel) => sampleOf(host, channel));
      if (!(await pause(host.clock, interval(), signal))) return;
    }
  },
};

async function findChannels(host: Host): Promise<readonly Channel[]> {
  return (await findMonitors(host, CHIPS)).flatMap((monitor) => channelsOf(host, monitor));
}

function channelsOf(host: Host, monitor: Monitor): readonly Channel[] {
  const files = monitor.attributes.flatMap((path) => {
    const [, number, kind] = /\/power(\d+)_(average|input)$/.exec(path) ?? [];
    return number === undefined ? [] : [{ path, number, kind }];
  });
  const numbers = [...new Set(files.map(({ number }) => number))];
  return numbers.flatMap((number): readonly Channel[] => {
    const own = files.filter((file) => file.number === number);
    const path = (own.find(({ kind }) => kind === 'average') ?? own[0])?.path;
    const text = (name: string): string | undefined => textOf(host, monitor, name) || undefined;
    const label = text(`power${number}_oem_info`) ?? text(`power${number}_label`) ?? text('label');
    return path === undefined ? [] : [{ chip: monitor.name, label, path }];
  });
}

function sampleOf(host: Host, { scope, device, label, path }: CountedChannel): DeviceSample {
  const power = microwatts(host.files.readTextSync(path), MOST_WATTS);
  return measured({ source: source.id, scope, device, label }, power, host.clock.now());
}

function unavailable(why: string): Unavailable {
  return { available: false, why, help: null };
}
