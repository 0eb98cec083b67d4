/** Collects evidence about the precision the program trains in. */
import type { Model } from './model';
import type { PrecisionFacts } from './precision';

export function findPrecision(model: Model): PrecisionFacts {
  void model;
  return { state: 'none', evidence: [], tf32: false, needsFullPrecision: false };
}
