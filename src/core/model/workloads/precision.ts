/** The precision of a hand-written run, from the evidence of the whole program. */
import type { Model } from '../model';
import type { Workload } from '../workload';
import { known } from './fact';

export function precisionOf(model: Model): Workload['precision'] {
  if (model.precision.state === 'mixed') return known('mixed');
  if (model.precision.state === 'unknown') return null;
  return known(model.precision.tf32 ? 'tf32' : 'fp32');
}
