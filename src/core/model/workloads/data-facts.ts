/** What can be known of the data that an expression holds. */
import type { Fact } from '../workload';

export interface DataFacts {
  readonly dataset: Fact<string>;
  readonly samples: Fact<number>;
  readonly features: Fact<number>;
  readonly batchSize: Fact<number>;
  /** Edge of the pictures as the model gets them. */
  readonly imageSize: Fact<number>;
  /** Loader processes. */
  readonly workers: Fact<number>;
  /** Pictures that are packed or decoded on the accelerator, so that nothing waits for them. */
  readonly loader: Fact<'packed'>;
}

export const NO_DATA: DataFacts = {
  dataset: null,
  samples: null,
  features: null,
  batchSize: null,
  imageSize: null,
  workers: null,
  loader: null,
};

export function isEmpty(facts: DataFacts): boolean {
  return Object.values(facts).every((fact) => fact === null);
}
