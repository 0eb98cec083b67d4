/** How fast pictures arrive: what loader workers decode and augment. */
import type { Workload } from '../model/workload';
import { numberOf, plain } from './facts';
import { CLASSES } from './priors/classes';
import type { Factor } from './spread';
import { TINY, type Work } from './work';

/** One process feeds all devices: one batch and one set of loader workers. */
export function isShared(workload: Workload): boolean {
  return inGraph(workload) || workload.replicas?.value === 'threads';
}

/** TensorFlow runs a step as one graph, so that Python launches no kernels one by one. */
export function inGraph(workload: Workload): boolean {
  return workload.framework === 'keras' || workload.framework === 'tensorflow';
}

export interface InputTime {
  readonly seconds: number;
  readonly sigma: number;
  readonly shown: string;
  readonly origin: Factor['origin'];
  readonly source: string;
}

/**
 * Images a second that a pipeline delivers. One worker decodes and augments about 120 JPEG images a second at 224 pixels, of
 * which decoding does not depend on the size that leaves it, and 6,000 tiny ones that need no decoding; ordinary scripts show
 * 109-801 images a second for each GPU.
 */
export function inputTime(workload: Workload, work: Work, devices: number): InputTime | null {
  const isPictures = CLASSES[work.workClass].images || work.pixels !== null;
  if (!isPictures || workload.loader?.value === 'packed') return null;
  const tiny = Math.min(work.pixels?.value ?? 224, work.dataset?.pixels ?? 224) <= TINY;
  if (tiny && inGraph(workload)) return null;
  const pixels = work.pixels?.value ?? 224;
  const one = tiny ? 6000 / (1 + (pixels / 96) ** 2) : 120 / (0.6 + 0.4 * (pixels / 224) ** 2);
  const workers = numberOf(workload.workers, 4096);
  const shared = isShared(workload) ? devices : 1;
  const rate = one * (workers === null ? 3.3 : Math.max(1, workers.value) / shared);
  const sigma = workers === null ? 0.75 : 0.5;
  const shown = `${plain(rate)} images/s for each device`;
  const origin = workers === null ? 'prior' : workers.origin;
  return { seconds: 1 / rate, sigma, shown, origin, source: '100-150 images/s a worker; Fischer et al. 2022' };
}
