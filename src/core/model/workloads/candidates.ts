/** What is known of data that may be one of several. */
import { isEmpty, NO_DATA, type DataFacts } from './data-facts';

const MAX_CANDIDATES = 4;

/** The first of several possible data sets that is known; its rows only where every other one has as many, its name where no other has one. */
export function agreed<T>(candidates: readonly T[], look: (one: T) => DataFacts): DataFacts {
  const all = candidates.slice(0, MAX_CANDIDATES).map(look);
  const first = all.find((one) => !isEmpty(one)) ?? NO_DATA;
  const differs = all.some(({ samples }) => samples?.value !== first.samples?.value);
  const isNamed = all.every(({ dataset }) => !dataset || dataset.value === first.dataset?.value);
  const known = isNamed ? first : { ...first, dataset: null, share: null };
  return differs ? { ...known, samples: null } : known;
}

export function firstKnown<T>(candidates: readonly T[], look: (one: T) => DataFacts): DataFacts {
  for (const candidate of candidates) {
    const found = look(candidate);
    if (!isEmpty(found)) return found;
  }
  return NO_DATA;
}

/** A sum of arrays has as many rows as each of them, one of lists has those of both. */
export function summed(both: readonly DataFacts[]): DataFacts {
  const [first = NO_DATA, ...others] = both.filter((one) => !isEmpty(one));
  const isSame = others.every(({ samples }) => samples?.value === first.samples?.value);
  return isSame ? first : { ...first, samples: null };
}

/** Of joined tables, as long as they are of one data set; each row may meet several. */
export function joined(tables: readonly DataFacts[]): DataFacts {
  const [dataset = null, ...others] = tables.map((one) => one.dataset);
  return others.every((one) => one?.value === dataset?.value) ? { ...NO_DATA, dataset } : NO_DATA;
}
