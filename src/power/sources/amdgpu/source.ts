/** Board power of AMD GPUs from the driver's own files: no tool, no root, and sleeping boards are left alone. */
import type { Host } from '../../../host/ports';
import { isRunning, pause } from '../../pace';
import type { Available, DeviceSample, PowerSource, Unavailable } from '../../types';
import { boardPower, hasTwoDies, isBoard, type PowerTexts } from './parse';

const ROOT = '/sys/class/drm';

interface Card {
  /** `card1`. */
  readonly name: string;
  readonly monitor: string;
}

export const source: PowerSource = {
  id: 'amdgpu',
  name: 'amdgpu hwmon',
  scope: 'gpu',
  quality: 'measured',
  covers: 'gpu:amd',
  rank: 80,

  async probe(host): Promise<Available | Unavailable> {
    const cards = await findCards(host);
    if (cards.length === 0) return { available: false, why: 'no AMD GPU with a power sensor found', help: null };
    return { available: true, devices: cards.map(({ name }) => name), note: null };
  },

  async *samples(host, signal, interval): AsyncIterable<readonly DeviceSample[]> {
    const cards = await findCards(host);
    const silent = new Set(
      cards.filter(({ name }) => hasTwoDies(host.files.readTextSync(`${ROOT}/${name}/device/device`))),
    );
    while (isRunning(signal)) {
      const samples = cards.map((card) => ({ card, sample: sampleOf(host, card) }));
      for (const { card, sample } of samples) if (sample.watts !== null) silent.delete(card);
      // A second die never speaks: the first has the power of both.
      const known = samples.filter(({ card }) => silent.size === cards.length || !silent.has(card));
      yield known.map(({ sample }) => sample);
      if (!(await pause(host.clock, interval(), signal))) return;
    }
  },
};

async function findCards(host: Host): Promise<readonly Card[]> {
  const entries = (await host.files.list(ROOT)) ?? [];
  const names = entries.map(({ name }) => name).filter((name) => /^card\d+$/.test(name));
  const found = names.map(async (name): Promise<readonly Card[]> => {
    const folder = `${ROOT}/${name}/device/hwmon`;
    const monitors = (await host.files.list(folder)) ?? [];
    const cards = monitors.map((monitor): Card => ({ name, monitor: `${folder}/${monitor.name}` }));
    return cards.filter(({ monitor }) => {
      // The limit is not read: its value comes from the board, and asking would wake it.
      const hasLimit = host.files.exists(`${monitor}/power1_cap`);
      return isBoard({ name: host.files.readTextSync(`${monitor}/name`), hasLimit });
    });
  });
  return (await Promise.all(found)).flat();
}

function sampleOf(host: Host, card: Card): DeviceSample {
  const isAsleep = isSuspended(host, card);
  const power = isAsleep ? null : boardPower(readPower(host, card));
  return {
    source: source.id,
    scope: 'gpu',
    device: card.name,
    label: `AMD GPU (${card.name})`,
    watts: power,
    state: isAsleep ? 'asleep' : power === null ? 'unknown' : 'on',
    quality: 'measured',
    range: null,
    at: host.clock.now(),
  };
}

function isSuspended(host: Host, card: Card): boolean {
  const status = host.files.readTextSync(`${ROOT}/${card.name}/device/power/runtime_status`)?.trim();
  return status === 'suspended' || status === 'suspending';
}

function readPower(host: Host, { monitor }: Card): PowerTexts {
  const read = (file: string): string | undefined => host.files.readTextSync(`${monitor}/${file}`);
  return { average: read('power1_average'), input: read('power1_input') };
}
