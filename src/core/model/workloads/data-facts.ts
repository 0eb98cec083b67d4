/** What can be known of the data that an expression holds. */
import type { Fact } from '../workload';

export interface DataFacts {
  readonly dataset: Fact<string>;
  readonly samples: Fact<number>;
  readonly features: Fact<number>;
  readonly batchSize: Fact<number>;
}

export const NO_DATA: DataFacts = { dataset: null, samples: null, features: null, batchSize: null };
