/** Whether the trials of a study are pruned, and by whom. */
import { handedNames, wordsIn } from '../../model/search/reach';
import type { Study } from '../../model/search/studies';

/** Optuna's own words, and callbacks of it or after its example. */
const PRUNES = /^(should_prune|TrialPruned)$|Prun(ing|er|e)?(Callback|Handler|Extension)|check_pruned/;
/** Functions of other files that are given the trial and may prune it. */
const MAY_PRUNE =
  /^(train|fit|run|eval|learn|objective|main|execute|cross_val|cv|score)|callback|prun|report|hook|handler/i;

/** `unseen`: the trial goes to code of another file that may prune it. */
export type Pruning = 'prunes' | 'unseen' | 'never';

export function pruningOf({ reach }: Study): Pruning {
  for (const word of wordsIn(reach)) if (PRUNES.test(word)) return 'prunes';
  return handedNames(reach).some((name) => MAY_PRUNE.test(name)) ? 'unseen' : 'never';
}
