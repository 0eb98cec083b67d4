/** What a search of scikit-learn prints with `verbose`, and what joblib says of the fits. */
import { counted, linesOf, numeral, spokenSeconds, type Counted, type Reader } from './observation';

export const readSearches: Reader = (outputs) =>
  linesOf(outputs).flatMap((line) => [...plannedFits(line), ...finished(line)]);

function plannedFits(line: string): Counted[] {
  const match = /^Fitting (\d+) folds for each of (\d+) candidates, totalling (\d+) fits$/.exec(line.trim());
  return match ? [counted('fits', numeral(match[3] ?? ''), 'sklearn', line)] : [];
}

/** `[Parallel(n_jobs=1)]: Done 210 out of 210 | elapsed:  3.2min finished`. */
function finished(line: string): Counted[] {
  const match =
    /^\[Parallel\(n_jobs=-?\d+\)\]: Done +(\d+) out of +(\d+) \| elapsed: +([\d.]+(?:s|min)) finished$/.exec(
      line.trim(),
    );
  const seconds = match?.[1] === match?.[2] ? spokenSeconds(match?.[3] ?? '') : undefined;
  return seconds === undefined ? [] : [counted('seconds', seconds, 'sklearn', line)];
}
