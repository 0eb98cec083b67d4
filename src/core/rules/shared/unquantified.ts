/** The saving of a rule for which nobody has published a figure. */
import type { Saving, Scope } from '../rule';

/** Grade N: users read "not quantified". `why` says what is known instead. */
export const unquantified = (scope: Scope, why = 'not quantified'): Saving => ({
  scope,
  low: null,
  typical: null,
  high: null,
  grade: 'N',
  source: why,
});
