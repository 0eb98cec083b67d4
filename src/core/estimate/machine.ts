/** Which hardware a workload runs on, when the setting, the machine and the code do not agree. */
import type { Workload } from '../model/workload';
import type { Family } from './classical';
import { LIMITS, noted, numberOf } from './facts';
import type { Factor } from './spread';
import type { EstimateContext, HardwareSpec } from './types';

export interface Placement {
  readonly hardware: HardwareSpec;
  readonly shown: Factor;
}

/** A GPU of no known make: median of the parts in use, with a spread of a factor of three to each side. */
const SOME_GPU: HardwareSpec = {
  name: 'unknown GPU',
  kind: 'gpu',
  count: 1,
  watts: 250,
  tflops: { fp32: 20, tf32: null, half: 80 },
  generation: 'ampere',
  origin: 'prior',
  source: 'span of the bundled parts',
};

const SOME_CPU: HardwareSpec = {
  name: 'unknown processor',
  kind: 'cpu',
  count: 1,
  watts: 90,
  tflops: { fp32: 0.8, tf32: null, half: null },
  generation: 'cpu',
  cores: 8,
  origin: 'prior',
  source: 'span of desktop and server parts',
};

/** The part that does the work: the chosen one, limited to the devices that the code uses, or a stand-in with a wide range. */
export function placementOf(workload: Workload, family: Family, context: EstimateContext): Placement {
  const given = context.hardware;
  if (family !== 'deep' || workload.device === 'cpu') {
    if (given === null || given.kind === 'gpu' || given.kind === 'tpu') return stand(SOME_CPU, 'runs on the processor');
    return place(given);
  }
  if (given === null) return stand(workload.device === 'accelerator' ? SOME_GPU : SOME_CPU, 'no hardware known');
  if (given.kind === 'cpu' && given.origin === 'machine' && workload.device === 'accelerator') {
    return stand(SOME_GPU, 'the code asks for a GPU that this machine has not');
  }
  return place(devicesOf(workload, given));
}

/** The code may use fewer devices than there are; a part typed without a count is the kind, the code says how many. */
function devicesOf(workload: Workload, given: HardwareSpec): HardwareSpec {
  const wanted = numberOf(workload.devices, LIMITS.count)?.value;
  if (wanted === undefined || wanted === given.count || given.kind === 'cpu') return given;
  const typed = given.origin === 'setting' && given.count === 1;
  const count = typed ? Math.round(wanted) : Math.max(1, Math.min(Math.round(wanted), given.count));
  if (count === given.count) return given;
  return { ...given, count, name: `${count} x ${given.name.replace(/^\d+ x /, '')}` };
}

function place(hardware: HardwareSpec): Placement {
  const origin = hardware.origin === 'machine' ? 'machine' : hardware.origin === 'prior' ? 'prior' : 'setting';
  return { hardware, shown: noted('hardware', hardware.name, origin, hardware.source) };
}

function stand(hardware: HardwareSpec, why: string): Placement {
  return { hardware, shown: noted('hardware', `${hardware.name} (${why})`, 'prior', hardware.source) };
}
