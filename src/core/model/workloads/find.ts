/** Finds every training run, search and bulk inference that the source determines, in source order. */
import type { Model } from '../model';
import type { Workload } from '../workload';
import { deepWorkloads } from './deep';
import { sklearnWorkloads } from './sklearn';

export function findWorkloads(model: Model): readonly Workload[] {
  const found = [...deepWorkloads(model), ...sklearnWorkloads(model)].sort((a, b) => a.id - b.id);
  return found.filter((one, index) => index === 0 || one.id !== found[index - 1]?.id);
}
