/** Prometheus endpoints that the user named, for servers and clusters whose sensors an exporter reads. */
import { millis } from '../../../core/units/quantity';
import type { Host } from '../../../host/ports';
import { isRunning, pause } from '../../pace';
import type { Available, DeviceSample, PowerSource, Unavailable } from '../../types';
import { Endpoint, whyNot } from './endpoint';
import type { Component } from './metrics';

/** Stands for them as long as none is named: nothing is asked. */
export const source: PowerSource = {
  id: 'prometheus',
  name: 'Prometheus',
  scope: 'cpu',
  quality: 'measured',
  rank: 60,
  probe: () =>
    Promise.resolve({ available: false, why: 'no address is named (carbonHints.power.prometheus)', help: null }),
  async *samples() {},
};

const COMPONENTS = [
  { component: 'cpu', id: 'prometheus', covers: 'cpu' },
  { component: 'gpu', id: 'prometheus-gpu', covers: 'gpu:nvidia' },
  { component: 'system', id: 'prometheus-system', covers: 'system:exporter' },
] as const;

/** One source for each component, so that each stands beside the sensors of this machine that measure the same. */
export function prometheusSources(addresses: readonly string[]): readonly PowerSource[] {
  return COMPONENTS.map(({ component, id, covers }) => sourceOf(component, id, covers, [...new Set(addresses)]));
}

function sourceOf(component: Component, id: string, covers: string, addresses: readonly string[]): PowerSource {
  const endpoints = (): readonly Endpoint[] => addresses.map((address) => new Endpoint(address, component, id));
  return {
    id,
    name: 'Prometheus',
    scope: component,
    quality: 'measured',
    covers,
    // Below the sensors themselves: an exporter reads the same ones, later.
    rank: 60,
    // Exporters look at their sensors every 1 to 30 s.
    minimumInterval: millis(5000),
    probe: (host) => probe(host, endpoints(), component),

    async *samples(host, signal, interval): AsyncIterable<readonly DeviceSample[]> {
      const asked = endpoints().filter(({ address }) => whyNot(address) === null);
      while (asked.length > 0 && isRunning(signal)) {
        const samples = await Promise.all(asked.map((endpoint) => endpoint.samples(host)));
        if (samples.flat().length > 0) yield samples.flat();
        if (!(await pause(host.clock, interval(), signal))) return;
      }
    },
  };
}

async function probe(
  host: Host,
  endpoints: readonly Endpoint[],
  component: Component,
): Promise<Available | Unavailable> {
  const looks = await Promise.all(endpoints.map(async (endpoint) => ({ endpoint, look: await endpoint.look(host) })));
  const devices = looks.flatMap(({ look }) => ('why' in look ? [] : look.measures.map(({ device }) => device)));
  const faults = looks.flatMap(({ endpoint, look }) => ('why' in look ? [`${nameOf(endpoint)}: ${look.why}`] : []));
  if (devices.length > 0) return { available: true, devices, note: faults.length === 0 ? null : faults.join('; ') };
  const why = faults.length > 0 ? faults.join('; ') : `nothing there speaks of the power of the ${NOUNS[component]}`;
  return { available: false, why, help: null };
}

const NOUNS: Readonly<Record<Component, string>> = { cpu: 'processor', gpu: 'GPU', system: 'whole machine' };

/** Without what a query may hold. */
function nameOf({ address }: Endpoint): string {
  return URL.canParse(address) ? new URL(address).host : 'one address';
}
