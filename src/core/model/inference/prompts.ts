/** How many prompts a generation goes through, where the code or the data set says. */
import { datasetNamed } from '../../../data/datasets';
import type { Call } from '../../syntax/ast';
import { enclosingFunction } from '../../syntax/walk';
import type { Model } from '../model';
import { dataOf } from '../workloads/data';
import { callingLoops, type ElementLoop, elementLoop } from './element-loops';
import { countOf } from './loop-kind';

export interface Prompts {
  readonly loop: ElementLoop;
  readonly count: number;
  /** The code says how many; a split of a published data set may hold fewer. */
  readonly isExact: boolean;
}

/** Undefined where no loop is seen, or nothing says how long it is. */
export function promptsOf(model: Model, call: Call): Prompts | undefined {
  const owner = enclosingFunction(call);
  const loop = elementLoop(call) ?? (owner && callingLoops(model, owner)[0]?.loop);
  if (!loop) return undefined;
  const data = dataOf(model, loop.iterable);
  const named = data.dataset ? datasetNamed(data.dataset.value) : undefined;
  const exact = countOf(model, loop.iterable) ?? data.samples?.value;
  const count = exact ?? named?.samples;
  return count === undefined ? undefined : { loop, count, isExact: exact !== undefined };
}
