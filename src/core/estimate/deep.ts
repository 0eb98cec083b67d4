/** Time of a deep-learning workload: samples x the slowest of arithmetic, input pipeline and fixed cost of a step. */
import { forwardFlops } from '../../data/models';
import { isForEachDevice } from '../model/evaluate-devices';
import type { Workload } from '../model/workload';
import { factorOf, fromPrior, noted, numberOf, plain, LIMITS } from './facts';
import { precisionPath, precisionSpread } from './precision';
import { CLASSES } from './priors/classes';
import { ceiling, CPU_EXPONENT, peakFlops, utilisation } from './priors/efficiency';
import { inGraph, inputTime, isShared, type InputTime } from './input-time';
import { epochsOf, repetitions, stoppingFactor } from './runs';
import { largest, shares, type Candidate, type Factor } from './spread';
import type { HardwareSpec } from './types';
import { usualFlops, type Work } from './work';

export interface TimeModel {
  /** Their product is the time in seconds. */
  readonly factors: readonly Factor[];
  /** Part of the time, 0..1, that the device computes rather than waits. */
  readonly busy: number;
}

/** Invariant: epochs, samples and fits multiply the whole time, so the estimate rises with each of them. */
export function deepTime(workload: Workload, work: Work, hardware: HardwareSpec): TimeModel {
  const pass = perSample(workload, work, hardware);
  const stopping = stoppingFactor(workload, numberOf(workload.epochs, LIMITS.epochs)?.value ?? null);
  const factors = [...amount(workload, work, hardware.count), ...pass.factors, repetitions(workload, 1)];
  if (stopping !== null) factors.push(stopping);
  if (hardware.count > 1) factors.push(scaling(work, hardware.count));
  return { factors, busy: pass.busy };
}

/** Samples that pass through the model over the whole run. */
function amount(workload: Workload, work: Work, devices: number): readonly Factor[] {
  const steps = numberOf(workload.maxSteps, LIMITS.steps);
  if (steps === null || workload.kind === 'inference') {
    return [factorOf('samples', work.samples, 1), factorOf('epochs', epochsOf(workload), 1)];
  }
  const accumulation = numberOf(workload.accumulation, LIMITS.batch);
  const perStep = (accumulation?.value ?? 1) * devices;
  const batch = factorOf(
    'batch size',
    { ...work.batch, value: work.batch.value * perStep },
    1,
    plain(work.batch.value),
  );
  return [factorOf('steps', steps, 1), batch];
}

function scaling(work: Work, devices: number): Factor {
  // Eight-GPU nodes keep 0.72-0.98 of linear scaling (lambdal/deeplearning-benchmark); whole-run figures include it.
  const kept = work.workClass === 'llm' ? 1 : 0.9;
  const known = fromPrior(1 / (devices * kept), work.workClass === 'llm' ? 0 : 0.12, 'lambdal/deeplearning-benchmark');
  return factorOf('devices', known, 1, `${devices} at ${kept === 1 ? 'whole-run' : '0.9 of'} linear scaling`);
}

/** Seconds a sample on one device, as factors. */
function perSample(workload: Workload, work: Work, hardware: HardwareSpec): TimeModel {
  const prior = CLASSES[work.workClass];
  const path = precisionPath(workload, work.workClass, hardware);
  const compute = computeTime(workload, work, hardware);
  const candidates: Candidate[] = compute === null ? [] : [compute.candidate];
  const names: Omit<Factor, 'ln' | 'down' | 'up'>[] = [];
  if (compute !== null) names.push(compute.shown);

  const input = inputTime(workload, work, hardware.count);
  if (input !== null) {
    candidates.push({ mean: Math.log(input.seconds), sigma: input.sigma });
    names.push({ name: 'input pipeline', value: input.shown, origin: input.origin, source: input.source });
  }
  const step = shortestStep(workload, work, hardware);
  candidates.push({ mean: Math.log(step.seconds), sigma: step.sigma });
  names.push({ name: 'shortest step', value: step.shown, origin: 'prior', source: prior.source });
  const seconds = largest(candidates);
  const parts = widthShares(candidates);
  const factors = names.map((name, index) => ({
    ...name,
    ln: index === 0 ? seconds.middle : 0,
    down: (seconds.middle - seconds.low) * Math.sqrt(parts[index] ?? 0),
    up: (seconds.high - seconds.middle) * Math.sqrt(parts[index] ?? 0),
  }));
  const busy =
    compute === null || work.flops === null ? 1 : Math.min(1, Math.exp(compute.candidate.mean - seconds.middle));
  return {
    factors: [...factors, noted('precision', path, workload.precision === null ? 'prior' : 'code', null)],
    busy,
  };
}

/**
 * Seconds a sample on one device that a step costs however fast the arithmetic is: more kernels for deeper networks, the same
 * step whether the batch is shared by the devices or not.
 */
function shortestStep(
  workload: Workload,
  work: Work,
  hardware: HardwareSpec,
): Pick<InputTime, 'seconds' | 'sigma' | 'shown'> {
  const prior = CLASSES[work.workClass];
  const compiled = (inGraph(workload) && hardware.kind !== 'cpu') || hardware.kind === 'tpu';
  const graph = (prior.images || work.layers !== null) && compiled ? 0.6 : 1;
  const least = LEAST_STEP[workload.framework === 'keras' ? 'keras' : 'torch'];
  const launches = work.layers === null ? prior.step * depth(work) : Math.max(least, STEP_OF_A_LAYER * work.layers);
  const device = hardware.kind === 'cpu' ? STEP_ON_CPU : 1;
  const step = launches * (workload.kind === 'inference' ? 0.4 : 1) * graph * device;
  const split = batchSplit(workload, hardware.count);
  const seconds = (step * split.parts) / work.batch.value;
  const sigma = Math.hypot(prior.stepSigma, work.batch.sigma, split.sigma);
  return { seconds, sigma, shown: `${plain(step * 1000)} ms for a batch of ${plain(work.batch.value)}` };
}

/**
 * Into how many parts the batch as written is split. Keras strategies and DataParallel share it; `Trainer`, Lightning and
 * DistributedDataParallel mean each device's; PyTorch that names neither may be either.
 */
function batchSplit(workload: Workload, devices: number): { readonly parts: number; readonly sigma: number } {
  if (devices === 1 || workload.framework === 'huggingface' || workload.framework === 'lightning') {
    return { parts: 1, sigma: 0 };
  }
  if (isForEachDevice(workload.batchSize?.note ?? null)) return { parts: 1, sigma: 0 };
  if (isShared(workload)) return { parts: devices, sigma: 0 };
  if (workload.replicas?.value === 'processes') return { parts: 1, sigma: 0 };
  const capped = Math.min(devices, 8);
  return { parts: Math.cbrt(capped), sigma: 0.35 * Math.log(capped) };
}

/**
 * Seconds of a step for each layer that multiplies, with what goes with it: normalisation, activation, gradients, optimizer. The steps
 * of the classes for each of their layers: ResNet-50 0.4 ms, BERT 0.4 ms, ResNet-18 and ViT-B 0.6 ms.
 */
const STEP_OF_A_LAYER = 0.000_5;

/** Deeper networks launch more kernels a step; their work at one and the same picture size stands for the depth. */
function depth(work: Work): number {
  if (work.model === null || work.model.work.kind !== 'image') return 1;
  const relative = (3 * forwardFlops(work.model, 224, null)) / CLASSES[work.workClass].reference;
  return Math.min(3, Math.max(0.5, relative ** 0.35));
}

/** However few the layers: taking a batch, the loss, the optimizer, in Keras metrics and callbacks. On a processor half of it, as measured. */
const LEAST_STEP = { torch: 0.001, keras: 0.002 } as const;

/** Nothing is launched: 0.6 ms for three dense layers with Adam (test/proof/cpu_speed.py), 1.0 to 1.6 ms with Keras. */
const STEP_ON_CPU = 0.5;

/** How much of the width each candidate is answerable for: its chance to be the largest times its variance. */
function widthShares(candidates: readonly Candidate[]): readonly number[] {
  const chances = shares(candidates);
  const raw = candidates.map((one, index) => (chances[index] ?? 0) * one.sigma ** 2);
  const total = raw.reduce((sum, one) => sum + one, 0);
  return raw.map((one) => (total > 0 ? one / total : 0));
}

/** For parts of which no peak is bundled: parts of 2018-2025 have 0.03-0.18 fp32 TFLOP/s for each watt of their limit. */
const TFLOPS_PER_WATT = 0.09;

interface Compute {
  readonly candidate: Candidate;
  readonly shown: Omit<Factor, 'ln' | 'down' | 'up'>;
}

/** Arithmetic: reference FLOPs at the class's utilisation, scaled by the class's exponent. */
function computeTime(workload: Workload, work: Work, hardware: HardwareSpec): Compute | null {
  const forward = work.flops ?? usualFlops(workload, work.workClass);
  if (forward === null) return null;
  const prior = CLASSES[work.workClass];
  const path = precisionPath(workload, work.workClass, hardware);
  const peak = peakFlops(hardware, path) ?? peakFlops(hardware, 'fp32') ?? TFLOPS_PER_WATT * hardware.watts * 1e12;
  const share = utilisation(speedClass(work, hardware), hardware, path);
  const flops = forward.value * passes(workload);
  const exponent = hardware.kind === 'cpu' ? Math.max(CPU_EXPONENT, prior.exponent) : prior.exponent;
  const lawful = (prior.reference / (share * peak)) * (flops / prior.reference) ** exponent;
  const seconds = Math.max(lawful, flops / (ceiling(hardware, path) * peak));
  const noPeak = peakFlops(hardware, path) === null ? 0.7 : 0;
  const sigma = Math.hypot(
    prior.sigma,
    exponent * forward.sigma,
    hardware.kind === 'cpu' ? 0.4 : 0,
    hardware.origin === 'prior' ? 1 : 0,
    precisionSpread(workload, work.workClass, hardware),
    noPeak,
  );
  const value = `${plain(flops / 1e9)} GFLOP a sample at ${plain((100 * flops) / (seconds * peak))} % of ${plain(peak / 1e12)} TFLOP/s`;
  const source = work.flops === null ? (forward.source ?? '') : `${prior.label}: ${prior.source}`;
  return { candidate: { mean: Math.log(seconds), sigma }, shown: { name: 'speed', value, origin: 'prior', source } };
}

/** Few channels keep a processor as busy as many: what makes published compact networks slow there are their depthwise convolutions. */
function speedClass({ model, workClass }: Work, { kind }: HardwareSpec): Work['workClass'] {
  return kind === 'cpu' && workClass === 'compact' && model === null ? 'cnn' : workClass;
}

/** FLOPs that one sample costs; null where nothing tells. */
export function trainingFlops(workload: Workload, { flops }: Work): number | null {
  return flops === null ? null : flops.value * passes(workload);
}

/** Forward passes that one sample costs: backward counts twice; frozen weights need none of their own gradients. */
function passes(workload: Workload): number {
  if (workload.kind === 'inference') return 1;
  const trains = workload.trains?.value ?? 'all';
  const gradients = trains === 'head' ? 1.05 : trains === 'adapter' ? 2 : 3;
  return gradients * (workload.checkpointing?.value === true ? 4 / 3 : 1);
}
