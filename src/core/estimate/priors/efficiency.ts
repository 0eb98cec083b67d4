/** Model FLOPs utilisation: the share of the dense peak that ordinary training code reaches, by class and hardware. */
import type { HardwareSpec } from '../types';
import type { WorkClass } from './classes';

/** Which arithmetic the matrix products use. */
export type Path = 'fp32' | 'tf32' | 'half';

/**
 * Columns, in order: fp32 on any NVIDIA part without TF32; fp16 on Volta; fp16 on Turing; TF32 and half on Ampere and Ada
 * consumer parts; on A100/A30; on Hopper; on data-centre Blackwell; TPU; Apple; CPU.
 * Sources: lambdal/deeplearning-benchmark (resnet50, bert_base_squad, ssd; 2020-2024), timm train benchmarks (2022),
 * mosaicml/llm-foundry (2024; less a fifth for restarts and evaluation of whole runs), Zeus traces (2023); the rest is interpolated. CPU: one core, test/proof/cpu_speed.py (2026).
 */
const COLUMNS = [
  'fp32',
  'volta half',
  'turing half',
  'ampere tf32',
  'ampere half',
  'ada tf32',
  'ada half',
  'ampere-dc tf32',
  'ampere-dc half',
  'hopper tf32',
  'hopper half',
  'blackwell-dc tf32',
  'blackwell-dc half',
  'tpu half',
  'apple fp32',
  'cpu fp32',
] as const;

const ROWS: Readonly<Record<WorkClass, readonly number[]>> = {
  llm: [0.45, 0.28, 0.3, 0.42, 0.36, 0.33, 0.36, 0.36, 0.4, 0.28, 0.31, 0.2, 0.24, 0.38, 0.25, 0.65],
  transformer: [0.52, 0.3, 0.33, 0.5, 0.45, 0.35, 0.38, 0.3, 0.29, 0.18, 0.18, 0.16, 0.13, 0.3, 0.25, 0.65],
  vit: [0.48, 0.25, 0.28, 0.4, 0.29, 0.28, 0.25, 0.22, 0.2, 0.13, 0.12, 0.1, 0.08, 0.25, 0.22, 0.6],
  cnn: [0.48, 0.155, 0.24, 0.34, 0.28, 0.21, 0.19, 0.16, 0.12, 0.09, 0.068, 0.06, 0.03, 0.2, 0.2, 0.65],
  plain: [0.7, 0.228, 0.353, 0.5, 0.412, 0.309, 0.279, 0.235, 0.176, 0.132, 0.1, 0.088, 0.044, 0.294, 0.294, 0.7],
  compact: [0.1, 0.035, 0.05, 0.07, 0.05, 0.045, 0.035, 0.03, 0.025, 0.018, 0.012, 0.012, 0.007, 0.03, 0.06, 0.16],
  detection: [0.6, 0.18, 0.26, 0.36, 0.27, 0.26, 0.2, 0.21, 0.16, 0.11, 0.08, 0.07, 0.05, 0.15, 0.18, 0.55],
  diffusion: [0.4, 0.25, 0.28, 0.35, 0.3, 0.28, 0.28, 0.24, 0.24, 0.16, 0.17, 0.12, 0.12, 0.25, 0.2, 0.55],
  small: [0.05, 0.02, 0.03, 0.04, 0.03, 0.03, 0.02, 0.02, 0.015, 0.01, 0.006, 0.006, 0.003, 0.02, 0.05, 0.35],
  recurrent: [0.1, 0.04, 0.05, 0.07, 0.05, 0.05, 0.04, 0.05, 0.03, 0.02, 0.012, 0.01, 0.006, 0.05, 0.06, 0.5],
  unknown: [0.2, 0.07, 0.1, 0.12, 0.1, 0.09, 0.07, 0.07, 0.05, 0.04, 0.03, 0.03, 0.015, 0.1, 0.1, 0.35],
};

/** Generations that share a column with another one. */
const LIKE: Readonly<Record<string, string>> = {
  'turing-pro': 'turing',
  blackwell: 'ada',
  cdna: 'ampere-dc',
  gaudi: 'ampere-dc',
  rdna: 'ada',
  xe: 'ada',
  jetson: 'ampere',
};

/**
 * How the time of a sample grows with its work on a processor, where no launch waits for a small network: ResNet-18 and MobileNetV2 keep
 * 0.63 and 0.55 of their speed on pictures of a forty-ninth of the size, plain ones 0.8 at a hundredth of the work (docs/estimates.md).
 */
export const CPU_EXPONENT = 0.92;

/** Share of the dense peak of `path` that a model of this class reaches at its reference size. */
export function utilisation(workClass: WorkClass, hardware: HardwareSpec, path: Path): number {
  const column = COLUMNS.indexOf(columnOf(hardware, path) as (typeof COLUMNS)[number]);
  const share = ROWS[workClass][Math.max(0, column)] ?? 0.1;
  return hardware.kind === 'cpu' ? share * sharedCores(hardware) : share * peakCorrection(hardware, path);
}

/** One core reaches 0.68 of its peak with ResNet-50, 0.78 with BERT (test/proof/cpu_speed.py), 14 cores 0.22-0.32 of theirs (timm, 2024). */
const sharedCores = ({ cores }: HardwareSpec): number => Math.max(1, cores ?? 1) ** -0.3;

/**
 * No network of any size reaches more of the dense peak than this: matrix products alone reach 0.78-0.95 (stas00/ml-engineering),
 * and a training step is not matrix products alone. Whole runs top out at 0.70 in fp32 (VGG) and 0.5 in half precision.
 */
export function ceiling(hardware: HardwareSpec, path: Path): number {
  const reached: Readonly<Record<Path, number>> = { fp32: 0.7, tf32: 0.6, half: 0.5 };
  return reached[path] * peakCorrection(hardware, path);
}

function columnOf(hardware: HardwareSpec, path: Path): string {
  if (hardware.kind === 'cpu') return 'cpu fp32';
  if (hardware.kind === 'apple') return 'apple fp32';
  if (hardware.kind === 'tpu') return 'tpu half';
  if (path === 'fp32') return 'fp32';
  return `${LIKE[hardware.generation] ?? hardware.generation} ${path}`;
}

/**
 * Parts with a higher tensor peak than their memory can feed reach a smaller share of it: professional Ampere and Ada (TF32
 * at twice the fp32 rate: RTX A6000 reaches half the share of an RTX 3090), professional Turing and T4 (half at eight times).
 */
function peakCorrection(hardware: HardwareSpec, path: Path): number {
  const { fp32, tf32, half } = hardware.tflops;
  if (path === 'fp32' || fp32 === null) return 1;
  if (hardware.generation.startsWith('turing')) return half !== null && half / fp32 > 6 ? 0.5 : 1;
  if (/^(ampere|ada|blackwell)$/.test(hardware.generation)) return tf32 !== null && tf32 / fp32 > 1.5 ? 0.52 : 1;
  return 1;
}

/** Dense peak of the path in FLOP/s; null when the part has none. */
export function peakFlops(hardware: HardwareSpec, path: Path): number | null {
  const peak = hardware.tflops[path];
  return peak === null ? null : peak * 1e12;
}
