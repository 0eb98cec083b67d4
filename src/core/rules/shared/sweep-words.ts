/** What is said of a wasteful W&B sweep, and which settings would mend it, however it is written. */
import type { SweepFacts, SweepWaste } from '../../model/search/sweep';
import type { Saving } from '../rule';
import { notes } from './notes';
import { PRUNING_SAVING } from './pruning-saving';
import { unquantified } from './unquantified';

/** Runs after which an endless sweep ends. */
const RUN_CAP = 30;
/** A capped random or Bayesian search of a grid tries a third of its points. */
const SHARE = 3;
const FEWEST = 12;

/** What would end a sweep, where it can be written. */
export type Ends = 'run_cap' | 'neither run_cap nor count';

export function sweepMessage({ grid, endless, unpruned }: SweepWaste, ends: Ends): string {
  if (grid !== null) return `The sweep tries all ${grid} points of the grid in full`;
  if (endless) return `The sweep never ends by itself: ${ends} is ${ends === 'run_cap' ? 'not ' : ''}set`;
  return `Runs log all ${unpruned ?? 0} epochs, but no early_terminate ends poor ones`;
}

export function sweepNotes({ grid, endless, unpruned }: SweepWaste): string[] {
  return notes(
    grid !== null && 'bayes and random with a run_cap find a good point in fewer runs',
    (grid !== null || endless) && unpruned !== null && 'early_terminate would end poor runs after a few epochs',
  );
}

export function sweepFacts(
  { method, parameters }: SweepFacts,
  waste: SweepWaste,
): Record<string, number | string | null> {
  return { method, runs: waste.grid, epochs: waste.unpruned, parameters: parameters.size };
}

/** Counted for a grid, as measured for pruning, and unknown for what has no end. */
export function sweepSaving(waste: SweepWaste, runCap: number | null): Saving {
  if (waste.grid !== null && runCap !== null && runCap < waste.grid) {
    const share = Math.min(0.95, 1 - runCap / waste.grid);
    const source = `${runCap} of ${waste.grid} runs`;
    return { scope: 'search', low: share, typical: share, high: share, grade: 'D', source };
  }
  if (waste.unpruned !== null) return PRUNING_SAVING;
  return unquantified('search');
}

/** The settings that mend everything that was found. */
export interface SweepRemedy {
  readonly title: string;
  readonly reason: string;
  /** The method that replaces `grid`; null where it stays. */
  readonly method: 'bayes' | 'random' | null;
  readonly runCap: number | null;
  /** Epochs before the first decision, `min_iter` of wandb/sweeps, src/sweeps/config/schema.json; null where nothing is ended early. */
  readonly minIter: number | null;
}

/** Undefined where poor runs cannot be told: early termination and Bayesian search compare the sweep's metric. */
export function remedyOf({ metric }: SweepFacts, { grid, endless, unpruned }: SweepWaste): SweepRemedy | undefined {
  if (unpruned !== null && metric === null) return undefined;
  const runCap =
    grid !== null ? Math.min(RUN_CAP, Math.max(FEWEST, Math.ceil(grid / SHARE))) : endless ? RUN_CAP : null;
  const method = grid === null ? null : metric === null ? 'random' : 'bayes';
  const minIter = unpruned === null ? null : Math.max(1, Math.floor(unpruned / SHARE));
  return { title: titleOf(method, runCap), reason: reasonOf(runCap, minIter), method, runCap, minIter };
}

function titleOf(method: SweepRemedy['method'], runCap: number | null): string {
  if (method !== null) return `Use ${method === 'bayes' ? 'Bayesian' : 'random'} search with ${runCap ?? RUN_CAP} runs`;
  return runCap === null ? 'Add early_terminate' : `Add run_cap: ${runCap}`;
}

function reasonOf(runCap: number | null, minIter: number | null): string {
  return notes(
    runCap !== null && `The sweep ends after ${runCap} runs, so the best point may be missed.`,
    minIter !== null && `Runs that are behind after ${minIter} epochs are ended; one that starts slowly may be lost.`,
  ).join(' ');
}
