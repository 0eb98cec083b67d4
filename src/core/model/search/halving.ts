/** The arithmetic of successive halving, for the words that compare it with the full grid. */

export const HALVING_FACTOR = 3;

export interface HalvingPlan {
  /** Candidates left on each rung, first rung first. */
  readonly rungs: readonly number[];
  /** Cost in fits on all rows, folds counted, the refit not. */
  readonly fullFits: number;
}

/**
 * The rungs when the last one uses all rows (`min_resources="exhaust"`), as scikit-learn plans them
 * (sklearn/model_selection/_search_successive_halving.py, `_run_search`), rows taken to be plenty.
 */
export function halvingPlan(candidates: number, folds: number): HalvingPlan {
  const rungs: number[] = [];
  let left = candidates;
  for (let power = 1; power <= candidates; power *= HALVING_FACTOR) {
    rungs.push(left);
    left = Math.ceil(left / HALVING_FACTOR);
  }
  const last = rungs.length - 1;
  const share = rungs.reduce((total, left, rung) => total + left / HALVING_FACTOR ** (last - rung), 0);
  return { rungs, fullFits: share * folds };
}
