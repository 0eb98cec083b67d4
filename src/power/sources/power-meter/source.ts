/** What a server takes from its supply, where the firmware has an ACPI power meter: everything in the machine. */
import type { Host } from '../../../host/ports';
import { attributeOf, findMonitors, textOf, type Monitor } from '../../hwmon-tree';
import { isRunning, pause } from '../../pace';
import { measured } from '../../samples';
import type { Available, DeviceSample, PowerSource, Unavailable } from '../../types';
import { isGraceChannel } from '../hwmon/parse';
import { averagedOver, SLOWEST_AVERAGE, supplyPower } from './parse';

export const source: PowerSource = {
  id: 'power-meter',
  name: 'ACPI power meter',
  scope: 'system',
  quality: 'measured',
  covers: 'system:supply',
  rank: 55,

  async probe(host): Promise<Available | Unavailable> {
    if (host.machine.platform !== 'linux') return unavailable('read on Linux only');
    const meters = await findMeters(host);
    const [meter] = meters;
    if (!meter) return unavailable('the firmware has no power meter');
    const span = averagedOver(textOf(host, meter, 'power1_average_interval'));
    if (span !== null && span > SLOWEST_AVERAGE) {
      return unavailable(`the firmware averages over ${Math.round(span / 1000)} s`);
    }
    if (powerOf(host, meter) === null) return unavailable('the power meter of the firmware reports no power');
    return { available: true, devices: meters.map(deviceOf), note: 'at the supply of the whole machine' };
  },

  async *samples(host, signal, interval): AsyncIterable<readonly DeviceSample[]> {
    const meters = await findMeters(host);
    while (meters.length > 0 && isRunning(signal)) {
      yield meters.map((meter) => {
        const device = { source: source.id, scope: 'system', device: deviceOf(meter), label: 'Whole machine' } as const;
        return measured(device, powerOf(host, meter), host.clock.now());
      });
      if (!(await pause(host.clock, interval(), signal))) return;
    }
  },
};

/** The first only: several meters of one firmware measure the same supply or parts of it, and nobody says which. */
async function findMeters(host: Host): Promise<readonly Monitor[]> {
  const monitors = await findMonitors(host, /^power_meter$/);
  const whole = monitors.filter((monitor) => {
    return (
      !isGraceChannel(textOf(host, monitor, 'power1_oem_info')) && attributeOf(monitor, 'power1_average') !== undefined
    );
  });
  return whole.slice(0, 1);
}

function deviceOf({ folder }: Monitor): string {
  return folder.slice(folder.lastIndexOf('/') + 1);
}

function powerOf(host: Host, monitor: Monitor): DeviceSample['watts'] {
  return supplyPower(textOf(host, monitor, 'power1_average'));
}

function unavailable(why: string): Unavailable {
  return { available: false, why, help: null };
}
