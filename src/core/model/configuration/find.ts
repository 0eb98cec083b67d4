/** Reads what the files beside the code configure for one program. */
import type { Model } from '../model';
import type { ConfigurationFacts } from './facts';

export function findConfiguration(_model: Model): ConfigurationFacts {
  return {
    files: [],
    launches: [],
    precision: null,
    fullPrecision: null,
    option: () => [],
    hydra: () => undefined,
    stops: null,
  };
}
