/** Power draw: the share of the board limit that training takes on average, and what the rest of the machine adds. */
import type { HardwareSpec } from '../types';
import type { WorkClass } from './classes';

/** 10th, 50th and 90th percentile of a share of the power limit. */
export interface Shares {
  readonly low: number;
  readonly typical: number;
  readonly high: number;
  readonly source: string;
}

const ZEUS = 'Zeus NSDI 2023 traces';
const FISCHER = 'Fischer et al., imagenet-energy-efficiency (2022)';
const DODGE = 'Dodge et al. 2022 and model cards with CodeCarbon logs';

/** One device, kept busy. Zeus: 75 runs on V100, A40, P100, RTX 6000. */
const ONE: Readonly<Record<WorkClass, Shares>> = {
  llm: shares(0.65, 0.85, 0.95, ZEUS),
  transformer: shares(0.7, 0.87, 0.94, ZEUS),
  vit: shares(0.7, 0.87, 0.94, ZEUS),
  diffusion: shares(0.65, 0.85, 0.95, ZEUS),
  cnn: shares(0.7, 0.87, 0.94, ZEUS),
  plain: shares(0.7, 0.87, 0.94, ZEUS),
  detection: shares(0.5, 0.75, 0.9, 'judgement between CNN and compact'),
  compact: shares(0.4, 0.65, 0.83, FISCHER),
  recurrent: shares(0.44, 0.65, 0.79, `${ZEUS}, DeepSpeech2`),
  small: shares(0.14, 0.3, 0.65, `${ZEUS}, NCF and ShuffleNet`),
  unknown: shares(0.2, 0.5, 0.85, 'span of the classes'),
};

/** Several devices under an ordinary script: they wait for data and for each other. */
const MANY: Readonly<Record<WorkClass, Shares>> = {
  llm: shares(0.6, 0.75, 0.9, DODGE),
  transformer: shares(0.4, 0.68, 0.82, DODGE),
  vit: shares(0.35, 0.55, 0.8, DODGE),
  diffusion: shares(0.5, 0.7, 0.85, DODGE),
  cnn: shares(0.3, 0.48, 0.7, FISCHER),
  plain: shares(0.3, 0.55, 0.75, FISCHER),
  detection: shares(0.3, 0.5, 0.75, 'judgement between CNN and transformer'),
  compact: shares(0.18, 0.3, 0.36, FISCHER),
  recurrent: shares(0.3, 0.5, 0.7, 'judgement'),
  small: shares(0.14, 0.25, 0.5, ZEUS),
  unknown: shares(0.2, 0.45, 0.8, 'span of the classes'),
};

/** Classes whose shares for one device come from saturated runs. */
const SATURATED: readonly WorkClass[] = ['llm', 'transformer', 'vit', 'diffusion', 'cnn', 'plain', 'detection'];

/** A device that waits for data: idle but awake. Zeus NCF. */
export const STALLED: Shares = shares(0.15, 0.25, 0.35, ZEUS);

/** Mean draw of the devices over a run as a share of their limit. `busy` 0..1: part of the time that they compute. */
export function deviceShares(workClass: WorkClass, hardware: HardwareSpec, busy: number): Shares {
  if (hardware.kind === 'tpu') return shares(0.9, 1, 1.1, 'mean system power per chip, as measured');
  if (hardware.kind === 'cpu') return cpuShares(hardware, 'all cores');
  if (hardware.kind === 'apple') return shares(0.5, 0.75, 0.95, 'judgement');
  // The shares for several devices are means over runs that did wait, so they are not mixed with stalls again.
  if (hardware.count > 1) return MANY[workClass];
  const full = ONE[workClass];
  // Likewise the shares of classes that never fill a device: only the saturated runs of Zeus are.
  if (!SATURATED.includes(workClass)) return full;
  const mix = (a: number, b: number): number => b + (a - b) * busy;
  return {
    low: mix(full.low, STALLED.low),
    typical: mix(full.typical, STALLED.typical),
    high: mix(full.high, STALLED.high + 0.2 * (1 - busy)),
    source: full.source,
  };
}

/** Draw of a processor as a share of its all-core power. */
export function cpuShares(hardware: HardwareSpec, load: 'all cores' | 'one core'): Shares {
  const source = 'class figures from CodeCarbon runs in raphischer/metaqure (2024)';
  if (load === 'all cores') return shares(0.75, 1, 1.2, source);
  // Laptops draw 26-28 W whatever runs; a 250 W desktop part 74-94 W with one busy core.
  if (hardware.generation === 'cpu-laptop') return shares(0.85, 0.98, 1.05, source);
  return shares(0.24, 0.34, 0.5, source);
}

/**
 * The rest of the machine at the plug as a share of the device limit: processors, memory, fans, conversion. One GPU: CPU and
 * DRAM 0.19-0.36 of GPU energy (Fischer, 22 runs). Nodes of eight: 1.20-1.29 of the summed limits at the plug when saturated
 * (MLPerf v4.0, v5.0), GPUs at 0.9 of them.
 */
export function hostShares(hardware: HardwareSpec): Shares {
  const source = 'MLPerf Training power logs; Fischer et al. 2022';
  if (hardware.kind === 'tpu') return shares(0, 0, 0, 'within the system power per chip');
  if (hardware.kind === 'apple') return shares(0.05, 0.15, 0.35, 'judgement');
  if (hardware.kind === 'gpu') return shares(0.18, 0.3, 0.42, source);
  if (hardware.generation === 'cpu-laptop') return shares(0.05, 0.15, 0.4, 'judgement');
  const desktop = Math.min(0.8, 35 / hardware.watts);
  return hardware.generation === 'cpu-desktop'
    ? shares(0.6 * desktop, desktop, 1.5 * desktop, 'raphischer wall-meter runs (2024)')
    : shares(0.15, 0.3, 0.5, 'memory and board of a server; judgement');
}

function shares(low: number, typical: number, high: number, source: string): Shares {
  return { low, typical, high, source };
}
