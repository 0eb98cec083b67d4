/** What an NVIDIA Jetson module takes from its supply: processor, graphics and memory together. */
import type { Host } from '../../../host/ports';
import { isRunning, pause } from '../../pace';
import type { Available, DeviceSample, PowerSource, Unavailable } from '../../types';
import { BOARD_RAIL, railPower } from './parse';

const ROOT = '/sys/bus/i2c/drivers';

interface Rail {
  readonly label: string;
  readonly folder: string;
  /** `in1_label` belongs to `curr1_input` and `in1_input`. */
  readonly channel: string;
}

export const source: PowerSource = {
  id: 'jetson',
  name: 'Jetson INA3221',
  scope: 'system',
  quality: 'measured',
  covers: 'system:board',
  rank: 70,

  async probe(host): Promise<Available | Unavailable> {
    const rail = await findBoardRail(host);
    if (!rail) return { available: false, why: 'this is no Jetson board with a supply monitor', help: null };
    return { available: true, devices: [rail.label], note: null };
  },

  async *samples(host, signal, interval): AsyncIterable<readonly DeviceSample[]> {
    const rail = await findBoardRail(host);
    if (!rail) return;
    while (isRunning(signal)) {
      yield [sampleOf(host, rail)];
      if (!(await pause(host.clock, interval(), signal))) return;
    }
  },
};

async function findBoardRail(host: Host): Promise<Rail | undefined> {
  const drivers = await below(host, ROOT, /^ina3221/);
  const chips = (await Promise.all(drivers.map((driver) => below(host, driver, /^\d+-[0-9a-f]{4}$/)))).flat();
  const monitors = (await Promise.all(chips.map((chip) => below(host, `${chip}/hwmon`, /^hwmon\d+$/)))).flat();
  for (const folder of monitors) {
    for (const channel of ['1', '2', '3']) {
      const label = host.files.readTextSync(`${folder}/in${channel}_label`)?.trim() ?? '';
      if (BOARD_RAIL.test(label)) return { label, folder, channel };
    }
  }
  return undefined;
}

async function below(host: Host, folder: string, names: RegExp): Promise<readonly string[]> {
  const entries = (await host.files.list(folder)) ?? [];
  return entries.filter(({ name }) => names.test(name)).map(({ name }) => `${folder}/${name}`);
}

function sampleOf(host: Host, { label, folder, channel }: Rail): DeviceSample {
  const read = (file: string): string | undefined => host.files.readTextSync(`${folder}/${file}${channel}_input`);
  const power = railPower(read('curr'), read('in'));
  return {
    source: source.id,
    scope: 'system',
    device: label,
    label: `Whole module (${label})`,
    watts: power,
    state: power === null ? 'unknown' : 'on',
    quality: 'measured',
    range: null,
    at: host.clock.now(),
  };
}
