/** What can be known of the data that an expression holds. */
import type { Fact } from '../workload';

export interface DataFacts {
  readonly dataset: Fact<string>;
  readonly samples: Fact<number>;
  /** Part of the rows that is used, where it is not known how many there are. */
  readonly share: Fact<number>;
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
  share: null,
  features: null,
  batchSize: null,
  imageSize: null,
  workers: null,
  loader: null,
};

export function isEmpty(facts: DataFacts): boolean {
  return Object.values(facts).every((fact) => fact === null);
}

/** Of another file, where the place means nothing here. */
export const withoutSpan = <T>(fact: Fact<T>): Fact<T> => fact && { ...fact, span: null };

export function withoutSpans(facts: DataFacts): DataFacts {
  const entries = Object.entries<Fact<unknown>>({ ...facts });
  return { ...facts, ...Object.fromEntries(entries.map(([name, fact]) => [name, withoutSpan(fact)])) };
}

/** The one with most rows, which one of unknown length may have. */
export function largestOf(all: readonly DataFacts[]): DataFacts {
  const [first = NO_DATA, ...others] = all;
  return others.reduce((most, one) => (rowsIn(one) > rowsIn(most) ? one : most), first);
}

const rowsIn = ({ samples }: DataFacts): number => samples?.value ?? Infinity;

/** What is left when a part is split off: scikit-learn and Keras round it down. */
export const remainder = (rows: number): number => Math.floor(rows + 1e-9);

/** A part of the rows, from 0 to 1. */
export function partOf(facts: DataFacts, part: NonNullable<Fact<number>>, round = Math.round): DataFacts {
  if (!(part.value > 0 && part.value <= 1)) return facts;
  if (facts.samples)
    return {
      ...facts,
      samples: { ...facts.samples, value: Math.max(1, round(facts.samples.value * part.value)) },
    };
  return { ...facts, share: { ...part, value: (facts.share?.value ?? 1) * part.value } };
}
