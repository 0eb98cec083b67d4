/** What an unplugged Linux laptop takes from its batteries: the whole machine, screen included. */
import { millis } from '../../../core/units/quantity';
import type { Host } from '../../../host/ports';
import { isRunning, pause } from '../../pace';
import type { Available, DeviceSample, PowerSource, Unavailable } from '../../types';
import { dischargePower, isBattery, isDischarging, isUnplugged, type SupplyTexts } from './parse';

const ROOT = '/sys/class/power_supply';

export const source: PowerSource = {
  id: 'battery',
  name: 'Battery discharge',
  scope: 'system',
  quality: 'measured',
  rank: 60,
  // Embedded controllers refresh every 1 to 60 s, and asking wakes them.
  minimumInterval: millis(5000),

  async probe(host): Promise<Available | Unavailable> {
    if (host.machine.platform !== 'linux') return unavailable('read on Linux only');
    const supplies = await readSupplies(host);
    const batteries = supplies.filter(({ texts }) => isBattery(texts));
    if (batteries.length === 0) return unavailable('this machine has no battery');
    const readable = batteries.filter(({ texts }) => texts.powerNow ?? (texts.currentNow && texts.voltageNow));
    if (readable.length === 0) return unavailable('the battery reports neither power nor current');
    return { available: true, devices: readable.map(({ name }) => name), note: 'while unplugged' };
  },

  /** Plugged in, the batteries say nothing about the machine: the tick is empty. */
  async *samples(host, signal, interval): AsyncIterable<readonly DeviceSample[]> {
    while (isRunning(signal)) {
      // Listed anew: a USB-C charger is an entry that comes and goes.
      const supplies = await readSupplies(host);
      const unplugged = isUnplugged(supplies.map(({ texts }) => texts));
      const feeding = unplugged ? supplies.filter(({ texts }) => isDischarging(texts)) : [];
      yield feeding.map(({ name, texts }) => sampleOf(host, name, texts));
      if (!(await pause(host.clock, interval(), signal))) return;
    }
  },
};

function sampleOf(host: Host, name: string, texts: SupplyTexts): DeviceSample {
  const power = dischargePower(texts);
  return {
    source: source.id,
    scope: 'system',
    device: name,
    label: `Whole laptop (${name})`,
    watts: power,
    state: power === null ? 'unknown' : 'on',
    quality: 'measured',
    range: null,
    at: host.clock.now(),
  };
}

async function readSupplies(host: Host): Promise<readonly { name: string; texts: SupplyTexts }[]> {
  const entries = (await host.files.list(ROOT)) ?? [];
  return entries.map(({ name }) => ({ name, texts: readSupply(host, name) }));
}

function readSupply(host: Host, name: string): SupplyTexts {
  const read = (attribute: string): string | undefined => host.files.readTextSync(`${ROOT}/${name}/${attribute}`);
  return {
    type: read('type'),
    scope: read('scope'),
    status: read('status'),
    online: read('online'),
    powerNow: read('power_now'),
    currentNow: read('current_now'),
    voltageNow: read('voltage_now'),
  };
}

function unavailable(why: string): Unavailable {
  return { available: false, why, help: null };
}
