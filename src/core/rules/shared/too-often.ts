/** One place where a run evaluates, or saves, so often that little is left for training. */
import type { Node } from '../../syntax/ast';
import type { Scale } from '../../model/scale/scale';
import type { Workload } from '../../model/workload';
import type { Fix, Saving } from '../rule';
import type { Level } from './level';
import { unquantified } from './unquantified';

export interface TooOften {
  readonly node: Node;
  readonly message: string;
  readonly level: Level;
  readonly notes: readonly (string | false | null | undefined)[];
  /** Steps between two of them; null where they are counted as parts of an epoch. */
  readonly interval: number | null;
  /** What evaluations take of the run, where the source determines it. */
  readonly share: Share | null;
  readonly scale: Scale;
  readonly workload: Workload | undefined;
  readonly fixes: readonly Fix[];
}

/** Examples of one evaluation, and those trained on between two. */
export interface Share {
  readonly evaluated: number;
  readonly trained: number;
  /** The part of the evaluations that one for each epoch would leave; 0 where the length of an epoch is not known. */
  readonly kept: number;
}

/** A forward pass is about a third of a training step, which goes forward and, at twice the work, backward. */
const BACKWARD = 3;

export const shareOf = ({ evaluated, trained }: Omit<Share, 'kept'>, cost = BACKWARD): number =>
  evaluated / (evaluated + cost * trained);

export const NOT_QUANTIFIED = unquantified(
  'train',
  'depends on the size of the evaluation set, which the code does not always say',
);

/** What one evaluation for each epoch leaves out. A training step costs between two and four forward passes. */
export function savingOfShare(share: Share | null): Saving {
  if (!share) return NOT_QUANTIFIED;
  const { evaluated, trained, kept } = share;
  const rest = kept > 0 ? `, less the ${Math.round(100 * kept)} % that stay with one an epoch` : '';
  return {
    scope: 'train',
    low: (1 - kept) * shareOf(share, 4),
    typical: (1 - kept) * shareOf(share),
    high: (1 - kept) * shareOf(share, 2),
    grade: 'D',
    source: `share of the evaluations: ${evaluated} / (${evaluated} + 3 x ${trained}) examples${rest}`,
  };
}

/** The n-th as words say it. */
export const every = (steps: number): string => (steps === 1 ? 'after every step' : `every ${steps} steps`);
