/** How many epochs without progress a fix waits for. */
import type { Plateau } from '../../model/trainers/plateau';

/**
 * A fifth of the epochs, at least 10, of a short run half of it. Measured on 18 tables (docs/benchmarks.md): of 50
 * epochs, waiting for 5 left 30 % of classifiers worse by more than a point, for 10 20 %, and some learn nothing in the first 5.
 */
export function patienceFor(epochs: number): number {
  return Math.max(Math.min(10, Math.ceil(epochs / 2)), Math.floor(epochs / 5));
}

/** A run of fewer epochs ends before patience could tell anything. */
const LEAST_EPOCHS = 6;

export const hasRoom = (patience: number, epochs: number): boolean => patience < epochs && epochs >= LEAST_EPOCHS;

/**
 * Beside a schedule that lowers the learning rate on a plateau, twice as long as that waits: the lower rate needs time to show.
 * Undefined where so much patience could not end the run, or the wait of the schedule cannot be read.
 */
export function patienceBeside(plateau: Plateau, epochs: number): number | undefined {
  if (plateau === null) return patienceFor(epochs);
  if (plateau === 'unread') return undefined;
  const patience = Math.max(patienceFor(epochs), 2 * plateau);
  return patience < epochs ? patience : undefined;
}

/** Why no patience can be proposed. */
export function plateauNote(plateau: Plateau, epochs: number): string | false {
  if (patienceBeside(plateau, epochs) !== undefined) return false;
  return plateau === 'unread'
    ? 'early stopping has to wait longer than ReduceLROnPlateau does, whose patience cannot be read'
    : `early stopping has to wait longer than the ${plateau} epochs of ReduceLROnPlateau, and the run is too short for that`;
}
