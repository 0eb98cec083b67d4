/** Energy counters of Intel and AMD packages in Linux' powercap tree; a few small files a tick, no process. */
import type { Host } from '../../../host/ports';
import { CounterMeter, parseMicrojoules } from '../../counter';
import { firstPause, isRunning, pause } from '../../pace';
import type { Available, DeviceSample, PowerSource, Unavailable } from '../../types';
import { countedZones, MOST_WATTS, type CountedZone } from './parse';

const ROOT = '/sys/class/powercap';

const HELP = [
  'The kernel lets only root read the energy counters since CVE-2020-8694 (PLATYPUS): who reads them can guess at what',
  'other programs compute. On a machine of your own you can open them. Once, until the next start:',
  '  sudo chmod a+r /sys/class/powercap/intel-rapl:*/energy_uj',
  'For good, as a udev rule, in /etc/udev/rules.d/60-rapl.rules:',
  '  SUBSYSTEM=="powercap", ACTION=="add", KERNEL=="intel-rapl:*", RUN+="/bin/chmod a+r %S%p/energy_uj"',
  'and, to have it at once: sudo udevadm trigger --action=add --subsystem-match=powercap',
  'or with sysfsutils, in /etc/sysfs.d/rapl.conf:',
  '  mode class/powercap/intel-rapl:0/energy_uj = 0444',
].join('\n');

export const source: PowerSource = {
  id: 'rapl',
  name: 'RAPL powercap',
  scope: 'cpu',
  quality: 'measured',
  rank: 80,

  async probe(host): Promise<Available | Unavailable> {
    if (host.machine.platform !== 'linux') return unavailable('only Linux has the powercap tree');
    const { zones, hasPlatformZone } = await readZones(host);
    const packages = zones.filter(({ scope }) => scope === 'cpu');
    if (packages.length === 0) {
      return unavailable('this machine shows no RAPL package zone, as in virtual machines, containers and on ARM');
    }
    const closed = packages.find(({ entry }) => readCounter(host, entry) === null);
    if (closed) return whyClosed(host, closed);
    const devices = zones.filter((zone) => readCounter(host, zone.entry) !== null).map(({ device }) => device);
    const note = hasPlatformZone ? 'the psys zone is left out: it contains the packages' : null;
    return { available: true, devices, note };
  },

  async *samples(host, signal, interval): AsyncIterable<readonly DeviceSample[]> {
    const { zones } = await readZones(host);
    // Memory that cannot be read beside packages that can is not there for us.
    const meters = zones
      .filter((zone) => zone.scope === 'cpu' || readCounter(host, zone.entry) !== null)
      .map((zone) => new ZoneMeter(host, zone));
    for (const meter of meters) meter.read();
    let wait = firstPause(interval());
    while (await pause(host.clock, wait, signal)) {
      const samples = meters.map((meter) => meter.read()).filter((sample) => sample !== null);
      if (samples.length > 0) yield samples;
      if (!isRunning(signal)) return;
      wait = interval();
    }
  },
};

/** One zone with its counter; its lifetime is one run of `samples`. */
class ZoneMeter {
  private readonly counter: CounterMeter;

  constructor(
    private readonly host: Host,
    private readonly zone: CountedZone,
  ) {
    const range = parseMicrojoules(host.files.readTextSync(`${ROOT}/${zone.entry}/max_energy_range_uj`));
    this.counter = new CounterMeter({ range, mostWatts: MOST_WATTS });
  }

  /** Null when the last reading is too recent to tell a power from. */
  read(): DeviceSample | null {
    const at = this.host.clock.now();
    const power = this.counter.next(readCounter(this.host, this.zone.entry), at);
    return power === 'too soon' ? null : this.sample(power, at);
  }

  private sample(power: DeviceSample['watts'], at: DeviceSample['at']): DeviceSample {
    const { scope, device } = this.zone;
    return {
      source: source.id,
      scope,
      device,
      label: scope === 'cpu' ? `CPU ${device}` : `Memory of CPU ${device.replace('dram-', '')}`,
      watts: power,
      state: power === null ? 'unknown' : 'on',
      quality: 'measured',
      range: null,
      at,
    };
  }
}

async function readZones(host: Host): Promise<{ zones: readonly CountedZone[]; hasPlatformZone: boolean }> {
  const entries = (await host.files.list(ROOT)) ?? [];
  const named = entries
    .filter((entry) => entry.name.startsWith('intel-rapl:'))
    .map(({ name: entry }) => ({ entry, name: host.files.readTextSync(`${ROOT}/${entry}/name`)?.trim() ?? '' }));
  return { zones: countedZones(named), hasPlatformZone: named.some(({ name }) => name === 'psys') };
}

function readCounter(host: Host, entry: string): number | null {
  return parseMicrojoules(host.files.readTextSync(`${ROOT}/${entry}/energy_uj`));
}

function whyClosed(host: Host, zone: CountedZone): Unavailable {
  const path = `${ROOT}/${zone.entry}/energy_uj`;
  if (host.files.whyUnreadable(path) === 'permission') {
    return { available: false, why: 'the energy counters are readable by root only', help: HELP };
  }
  return unavailable(`the energy counter of ${zone.device} holds no number`);
}

function unavailable(why: string): Unavailable {
  return { available: false, why, help: null };
}
