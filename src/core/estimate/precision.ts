/** Which arithmetic a workload uses on a given part: half, TF32 or fp32. */
import type { Workload } from '../model/workload';
import type { WorkClass } from './priors/classes';
import type { Path } from './priors/efficiency';
import type { HardwareSpec } from './types';

/** Convolutions take TF32 by default (cuDNN) and so does TensorFlow; PyTorch's matrix products do not. */
const TF32_BY_DEFAULT: readonly WorkClass[] = ['cnn', 'plain', 'compact', 'detection', 'diffusion'];
/** Parts where half precision is no faster. */
const NO_FAST_HALF = /^(kepler|maxwell|pascal)$/;

export function precisionPath(workload: Workload, workClass: WorkClass, hardware: HardwareSpec): Path {
  if (hardware.kind === 'tpu') return 'half';
  if (hardware.kind !== 'gpu') return 'fp32';
  const precision = workload.precision?.value ?? usualPrecision(workload, workClass);
  const half = precision === 'mixed' || precision === 'bf16' || precision === 'fp16';
  if (half && hardware.tflops.half !== null && !NO_FAST_HALF.test(hardware.generation)) return 'half';
  if (hardware.tflops.tf32 === null || precision === 'fp64') return 'fp32';
  if (precision === 'tf32' || half) return 'tf32';
  const tensorflow = workload.framework === 'keras' || workload.framework === 'tensorflow';
  return tensorflow || TF32_BY_DEFAULT.includes(workClass) ? 'tf32' : 'fp32';
}

/** Checkpoints beyond a billion parameters are kept and trained in bfloat16 unless the code says otherwise. */
function usualPrecision(workload: Workload, workClass: WorkClass): 'bf16' | 'fp32' {
  return workClass === 'llm' && workload.precision === null ? 'bf16' : 'fp32';
}

/** Standard deviation of ln(time) because the precision is not written. */
export function precisionSpread(workload: Workload, workClass: WorkClass, hardware: HardwareSpec): number {
  if (workload.precision?.value === 'fp64') return 1;
  if (workload.precision !== null || hardware.kind !== 'gpu' || hardware.tflops.half === null) return 0;
  return workClass === 'llm' ? 0.3 : 0.15;
}
