/** How many weights the network of a run has. */
import { modelNamed } from '../../../data/models';
import type { Workload } from '../../model/workload';

/** Counted from its layers, at least so many where not all can be, else by its name; undefined where nothing says. */
export function weightsOf(workload: Workload | undefined): number | undefined {
  const counted = workload?.leastParameters ?? workload?.parameters;
  if (counted) return counted.value;
  return workload?.model ? modelNamed(workload.model.value)?.parameters : undefined;
}
