/** Data that a function of another file hands back, looked at there and told as facts of this one. */
import type { Expr } from '../../syntax/ast';
import { functionInContext } from '../imports/in-context';
import { batchGiven } from '../imports/returned-data';
import type { Model } from '../model';
import type { Origin } from '../origins';
import { agreed } from './candidates';
import { isEmpty, withoutSpans, type DataFacts } from './data-facts';
import { numberFact } from './fact';
import { returnedByDefault } from './taken';
import { parts } from './unpacked';

type Look = (there: Model, value: Expr) => DataFacts;

/** Undefined where no file of the workspace has the function, or nothing is known of what it hands back. */
export function dataElsewhere(
  model: Model,
  origin: Extract<Origin, { kind: 'result' | 'item' }>,
  look: Look,
): DataFacts | undefined {
  const found = functionInContext(model, origin.call, origin.of);
  if (!found) return undefined;
  const { there, within } = found;
  const path = origin.kind === 'item' ? origin.path : [];
  const values = returnedByDefault(within, there.definition).flatMap((one) => parts(within, one, path));
  const data = agreed(values, (one) => look(within, one));
  const batch = batchGiven(model, origin.call, there, values);
  if (isEmpty(data) && !batch) return undefined;
  return { ...withoutSpans(data), ...(batch && { batchSize: numberFact(batch) }) };
}
