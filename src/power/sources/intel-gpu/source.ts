/** Board power of Intel graphics cards from the energy counter of their driver; sleeping cards are left alone. */
import type { Host } from '../../../host/ports';
import { CounterMeter, parseMicrojoules } from '../../counter';
import { attributeOf, findMonitors, isSuspended, textOf, type Monitor } from '../../hwmon-tree';
import { firstPause, isRunning, pause } from '../../pace';
import { asleep, measured } from '../../samples';
import type { Available, DeviceSample, PowerSource, Unavailable } from '../../types';
import { CHIPS, COUNTERS, MOST_WATTS } from './parse';

interface Card {
  readonly monitor: Monitor;
  readonly attribute: string;
  readonly counter: CounterMeter;
}

export const source: PowerSource = {
  id: 'intel-gpu',
  name: 'Intel GPU hwmon',
  scope: 'gpu',
  quality: 'measured',
  covers: 'gpu:intel',
  rank: 80,

  async probe(host): Promise<Available | Unavailable> {
    const cards = await findCards(host);
    if (cards.length === 0)
      return { available: false, why: 'no Intel graphics card with an energy counter', help: null };
    return { available: true, devices: cards.map(({ monitor }) => deviceOf(monitor)), note: null };
  },

  async *samples(host, signal, interval): AsyncIterable<readonly DeviceSample[]> {
    const cards = await findCards(host);
    for (const card of cards) if (!isSuspended(host, card.monitor)) next(host, card);
    let wait = firstPause(interval());
    while (await pause(host.clock, wait, signal)) {
      const samples = cards.map((card) => sampleOf(host, card)).filter((sample) => sample !== null);
      if (samples.length > 0) yield samples;
      if (!isRunning(signal)) return;
      wait = interval();
    }
  },
};

async function findCards(host: Host): Promise<readonly Card[]> {
  return (await findMonitors(host, CHIPS)).flatMap((monitor): readonly Card[] => {
    const attribute = COUNTERS.find((name) => attributeOf(monitor, name) !== undefined);
    // A 64-bit counter that the driver extends does not wrap.
    const counter = new CounterMeter({ range: null, mostWatts: MOST_WATTS });
    return attribute === undefined ? [] : [{ monitor, attribute, counter }];
  });
}

function deviceOf({ folder }: Monitor): string {
  return folder.slice(folder.lastIndexOf('/') + 1);
}

function next(host: Host, { monitor, attribute, counter }: Card): DeviceSample['watts'] | 'too soon' {
  return counter.next(parseMicrojoules(textOf(host, monitor, attribute)), host.clock.now());
}

/** Null when the last reading is too recent to tell a power from. */
function sampleOf(host: Host, card: Card): DeviceSample | null {
  const { monitor, counter } = card;
  const device = { source: source.id, scope: 'gpu', device: deviceOf(monitor), label: 'Intel GPU' } as const;
  if (isSuspended(host, monitor)) {
    counter.next(null, host.clock.now());
    return asleep(device, host.clock.now());
  }
  const power = next(host, card);
  return power === 'too soon' ? null : measured(device, power, host.clock.now());
}
