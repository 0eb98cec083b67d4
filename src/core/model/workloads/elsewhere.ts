/** Data that a function of another file hands back, looked at there and told as facts of this one. */
import type { Expr } from '../../syntax/ast';
import { contextDepth, inContext } from '../imports/in-context';
import { batchGiven, functionElsewhere } from '../imports/returned-data';
import type { Model } from '../model';
import type { Origin } from '../origins';
import { agreed } from './candidates';
import { isEmpty, withoutSpans, type DataFacts } from './data-facts';
import { numberFact } from './fact';
import { returnedByDefault } from './taken';
import { parts } from './unpacked';

/** Files that hand data on to one another. */
const MOST_FILES = 3;

type Look = (there: Model, value: Expr) => DataFacts;

/** Undefined where no file of the workspace has the function, or nothing is known of what it hands back. */
export function dataElsewhere(
  model: Model,
  origin: Extract<Origin, { kind: 'result' | 'item' }>,
  look: Look,
): DataFacts | undefined {
  const there = functionElsewhere(model, origin.of);
  if (!there || contextDepth(model) >= MOST_FILES) return undefined;
  const path = origin.kind === 'item' ? origin.path : [];
  const within = inContext(model, origin.call, there);
  const values = returnedByDefault(within, there.definition).flatMap((one) => parts(within, one, path));
  const found = agreed(values, (one) => look(within, one));
  const batch = batchGiven(model, origin.call, there, values);
  if (isEmpty(found) && !batch) return undefined;
  return { ...withoutSpans(found), ...(batch && { batchSize: numberFact(batch) }) };
}
