/** Builds workloads for tests: everything unknown except what is given. */
import type { Fact, Workload } from '../../src/core/model/workload';

type Plain = Pick<Workload, 'kind' | 'framework' | 'device' | 'stopsEarly'>;
type Values = { [Name in Exclude<keyof Workload, keyof Plain | 'id' | 'span'>]?: FactValue<Workload[Name]> };
type FactValue<F> = F extends Fact<infer T> | undefined ? T : never;

const UNKNOWN: Workload = {
  id: 0,
  kind: 'train',
  span: { start: 0, end: 0 },
  framework: 'torch',
  model: null,
  dataset: null,
  samples: null,
  features: null,
  epochs: null,
  maxSteps: null,
  batchSize: null,
  accumulation: null,
  imageSize: null,
  sequenceLength: null,
  candidates: null,
  folds: null,
  fits: null,
  refits: null,
  precision: null,
  device: 'unknown',
  devices: null,
  stopsEarly: false,
};

/** `workloadWith({ model: 'resnet50', epochs: 90 })`: each value becomes a known fact. */
export function workloadWith(values: Values & Partial<Plain>): Workload {
  const plain = ['kind', 'framework', 'device', 'stopsEarly'];
  const facts = Object.entries(values).map(([name, value]) => [
    name,
    plain.includes(name) ? value : { value, certainty: 'known', span: null, note: null },
  ]);
  return { ...UNKNOWN, ...(Object.fromEntries(facts) as Partial<Workload>) };
}

/** A search of 42 candidates over 5 folds on the digits that scikit-learn ships. */
export const gridSearch = workloadWith({
  kind: 'search',
  framework: 'sklearn',
  model: 'SVC',
  dataset: 'load_digits',
  candidates: 42,
  folds: 5,
  fits: 210,
  refits: 1,
});
