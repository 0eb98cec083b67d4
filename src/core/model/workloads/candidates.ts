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
