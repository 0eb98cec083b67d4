/** Data that a function of another file hands back, looked at there and told as facts of this one. */
import type { Expr } from '../../syntax/ast';
import { batchGiven, functionElsewhere } from '../imports/returned-data';
import type { Model } from '../model';
import type { Origin } from '../origins';
import { returnedBy } from '../returns';
import { firstKnown } from './candidates';
import { isEmpty, withoutSpans, type DataFacts } from './data-facts';
import { numberFact } from './fact';
import { parts } from './unpacked';

type Look = (there: Model, value: Expr) => DataFacts;

/** Undefined where no file of the workspace has the function, or nothing is known of what it hands back. */
export function dataElsewhere(
  model: Model,
  origin: Extract<Origin, { kind: 'result' | 'item' }>,
  look: Look,
): DataFacts | undefined {
  const there = functionElsewhere(model, origin.of);
  if (!there) return undefined;
  const path = origin.kind === 'item' ? origin.path : [];
  const values = returnedBy(there.definition).flatMap((one) => parts(there.model, one, path));
  const found = firstKnown(values, (one) => look(there.model, one));
  const batch = batchGiven(model, origin.call, there, values);
  if (isEmpty(found) && !batch) return undefined;
  return { ...withoutSpans(found), ...(batch && { batchSize: numberFact(batch) }) };
}
