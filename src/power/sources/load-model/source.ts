/** Processor power estimated from its load, for machines that show no sensor: modelled, and always with a range. */
import type { Host } from '../../../host/ports';
import { firstPause, isRunning, pause } from '../../pace';
import type { Available, DeviceSample, PowerSource, Unavailable } from '../../types';
import { curveOf, loadBetween, powerAt } from './parse';
import type { LoadCurve } from './classes';

export const source: PowerSource = {
  id: 'load-model',
  name: 'Load model',
  scope: 'cpu',
  quality: 'modelled',
  rank: 10,

  probe(host): Promise<Available | Unavailable> {
    if (host.machine.cpuTimes() === undefined) {
      return Promise.resolve({ available: false, why: 'the processor load cannot be read here', help: null });
    }
    const curve = curveOf(host.machine.cpuModel, host.machine.logicalCores);
    return Promise.resolve({ available: true, devices: ['cpu'], note: `${curve.title}; ${curve.source}` });
  },

  async *samples(host, signal, interval): AsyncIterable<readonly DeviceSample[]> {
    const curve = curveOf(host.machine.cpuModel, host.machine.logicalCores);
    let before = host.machine.cpuTimes();
    let wait = firstPause(interval());
    while (await pause(host.clock, wait, signal)) {
      const after = host.machine.cpuTimes();
      const load = before && after ? loadBetween(before, after) : null;
      before = after;
      yield [sampleOf(host, curve, load)];
      if (!isRunning(signal)) return;
      wait = interval();
    }
  },
};

function sampleOf(host: Host, curve: LoadCurve, load: number | null): DeviceSample {
  const power = load === null ? null : powerAt(curve, load);
  return {
    source: source.id,
    scope: 'cpu',
    device: 'cpu',
    label: `CPU and memory (${curve.title})`,
    watts: power?.typical ?? null,
    state: power ? 'on' : 'unknown',
    quality: 'modelled',
    range: power ? { low: power.low, high: power.high } : null,
    at: host.clock.now(),
  };
}
