/** What is known of data that may be one of several. */
import { isEmpty, NO_DATA, type DataFacts } from './data-facts';

const MAX_CANDIDATES = 4;

/** The first of several possible data sets that is known; its rows only where every other one has as many. */
export function agreed<T>(candidates: readonly T[], look: (one: T) => DataFacts): DataFacts {
  const all = candidates.slice(0, MAX_CANDIDATES).map(look);
  const first = all.find((one) => !isEmpty(one)) ?? NO_DATA;
  const differs = all.some(({ samples }) => samples?.value !== first.samples?.value);
  return differs ? { ...first, samples: null } : first;
}

export function firstKnown<T>(candidates: readonly T[], look: (one: T) => DataFacts): DataFacts {
  for (const candidate of candidates) {
    const found = look(candidate);
    if (!isEmpty(found)) return found;
  }
  return NO_DATA;
}
