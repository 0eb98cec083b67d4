/** What the power metrics of known exporters mean: which series count, in which unit, and what lies inside what. */
import { watts, type Watts } from '../../../core/units/quantity';
import type { PowerScope } from '../../types';
import type { Series } from './parse';

/** One device of one exporter at one moment: a power, or an energy counter. */
export interface Measure {
  readonly scope: PowerScope;
  readonly device: string;
  readonly label: string;
  readonly kind: 'watts' | 'joules';
  readonly value: number;
}

/** An exporter's series of one component. Several of one name are alternatives, the first that says something serves. */
interface Exporter {
  readonly title: string;
  readonly names: readonly string[];
  measures(series: readonly Series[]): readonly Measure[];
}

type Component = 'cpu' | 'gpu' | 'system';

/** RAPL zones as node_exporter and Kepler name them: packages and their memory count; the rest lies in or around them. */
const raplZone = (zone: string): PowerScope | null => (zone === 'package' ? 'cpu' : zone === 'dram' ? 'memory' : null);

/** `intel-rapl-mmio` repeats the package counter. */
const isTwin = ({ labels }: Series): boolean => /mmio/.test(labels['path'] ?? '');

const nodeExporter: Exporter = {
  title: 'node_exporter',
  names: ['node_rapl_package_joules_total', 'node_rapl_dram_joules_total'],
  measures: (series) =>
    series
      .filter((one) => !isTwin(one))
      .map((one) => {
        const zone = one.name === 'node_rapl_dram_joules_total' ? 'dram' : 'package';
        return rapl('node_exporter', zone, one.labels['index'] ?? '0', 'joules', one.value);
      }),
};

/** From Kepler 0.10 on; `zone` of a node is one of package, core, uncore, dram, psys, which contain each other. */
const kepler: Exporter = {
  title: 'Kepler',
  names: ['kepler_node_cpu_joules_total'],
  measures: (series) =>
    series
      .filter((one) => !isTwin(one) && raplZone(one.labels['zone'] ?? '') !== null)
      .map((one) => {
        const index = /:(\d+)(?::\d+)?$/.exec(one.labels['path'] ?? '')?.[1] ?? '0';
        return rapl('Kepler', one.labels['zone'] ?? '', index, 'joules', one.value);
      }),
};

/** Before Kepler 0.10: idle and dynamic energy lie beside each other and add up to the whole. */
const oldKepler: Exporter = {
  title: 'Kepler',
  names: ['kepler_node_package_joules_total', 'kepler_node_dram_joules_total'],
  measures: (series) => {
    const sums = new Map<string, Measure>();
    for (const { name, labels, value } of series) {
      const zone = name === 'kepler_node_dram_joules_total' ? 'dram' : 'package';
      const measure = rapl('Kepler', zone, labels['package'] ?? '0', 'joules', value);
      const sum = (sums.get(measure.device)?.value ?? 0) + value;
      sums.set(measure.device, { ...measure, value: sum });
    }
    return [...sums.values()];
  },
};

const scaphandre: Exporter = {
  title: 'Scaphandre',
  names: ['scaph_socket_power_microwatts'],
  measures: (series) =>
    series.map(({ labels, value }) => rapl('Scaphandre', 'package', labels['socket_id'] ?? '0', 'watts', value / 1e6)),
};

/** Of the whole host as RAPL knows it, which may be psys: used only where there are no sockets. */
const scaphandreHost: Exporter = {
  title: 'Scaphandre',
  names: ['scaph_host_power_microwatts'],
  measures: (series) =>
    series.slice(0, 1).map(({ value }) => {
      const about = { device: 'scaphandre-host', label: 'Processor and memory (Scaphandre)' };
      return { scope: 'cpu', ...about, kind: 'watts', value: value / 1e6 };
    }),
};

function rapl(title: string, zone: string, index: string, kind: Measure['kind'], value: number): Measure {
  const scope = raplZone(zone) ?? 'cpu';
  const label = scope === 'memory' ? `Memory of CPU ${index} (${title})` : `CPU package-${index} (${title})`;
  return { scope, device: `${scope === 'memory' ? 'dram' : 'package'}-${index}`, label, kind, value };
}

/** A board that is split, or that several pods share, is reported once for each of them, every time whole. */
function boards(title: string, series: readonly Series[], key: (one: Series) => string): readonly Measure[] {
  const unique = new Map(series.map((one) => [key(one), one]));
  return [...unique].map(([device, { labels, value }]) => {
    const name = labels['modelName'] ?? labels['gpu_name'] ?? 'GPU';
    return { scope: 'gpu', device, label: `${name} (${title})`, kind: 'watts', value };
  });
}

const dcgm: Exporter = {
  title: 'DCGM exporter',
  names: ['DCGM_FI_DEV_POWER_USAGE'],
  measures: (series) =>
    boards('DCGM exporter', series, ({ labels }) => labels['UUID'] ?? `gpu-${labels['gpu'] ?? '0'}`),
};

const keplerGpu: Exporter = {
  title: 'Kepler',
  names: ['kepler_node_gpu_watts'],
  measures: (series) => boards('Kepler', series, ({ labels }) => labels['gpu_uuid'] ?? `gpu-${labels['gpu'] ?? '0'}`),
};

const zeus: Exporter = {
  title: 'Zeus',
  names: ['power_monitor_gpu_power_watts'],
  measures: (series) => boards('Zeus', series, ({ labels }) => `gpu-${labels['index'] ?? '0'}`),
};

const keplerPlatform: Exporter = {
  title: 'Kepler',
  names: ['kepler_node_platform_watts'],
  measures: (series) =>
    series.slice(0, 1).map(({ value }) => {
      return { scope: 'system', device: 'platform', label: 'Whole machine (Kepler)', kind: 'watts', value };
    }),
};

const EXPORTERS: Readonly<Record<Component, readonly Exporter[]>> = {
  cpu: [nodeExporter, kepler, oldKepler, scaphandre, scaphandreHost],
  gpu: [dcgm, keplerGpu, zeus],
  system: [keplerPlatform],
};

/** When each group of a push gateway was last heard of, in seconds since the epoch. */
export const PUSHED = 'push_time_seconds';

export function namesFor(component: Component): ReadonlySet<string> {
  return new Set([PUSHED, ...EXPORTERS[component].flatMap(({ names }) => names)]);
}

/**
 * What an endpoint says of a component: of the first exporter that says something, because two exporters of one
 * machine read the same counters.
 */
export function measuresOf(component: Component, series: readonly Series[]): readonly Measure[] {
  for (const exporter of EXPORTERS[component]) {
    const measures = exporter.measures(series.filter(({ name }) => exporter.names.includes(name)));
    if (measures.length > 0) return measures;
  }
  return [];
}

const MOST_WATTS: Readonly<Record<PowerScope, number>> = { cpu: 2000, memory: 1000, gpu: 2800, system: 20_000 };

/** Null, never 0. */
export function plausible(scope: PowerScope, power: number): Watts | null {
  return power > 0 && power <= MOST_WATTS[scope] ? watts(power) : null;
}

export type { Component };
