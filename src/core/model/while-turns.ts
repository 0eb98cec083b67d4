/** How often a `while` runs that counts up to a limit. */
import type { AugAssign, Compare, Expr, Name, Node, While } from '../syntax/ast';
import { contains } from '../text/span';
import { reachingBindings } from './lookup';
import type { Model } from './model';
import { mapValue, withCertainty } from './value-algebra';
import { asNumber, UNKNOWN, type Value } from './values';

/** `while epoch < 30: ...; epoch += 1`; a counter of epochs that starts from what is read later starts afresh by default. */
export function whileTurns(model: Model, loop: While): Value {
  const counted = countedBy(loop);
  const stride = counted && asNumber(model.value(counted.added.value));
  const start = counted && startOf(model, loop, counted.counter);
  if (!counted || stride === undefined || stride <= 0 || start === undefined) return UNKNOWN;
  const more = counted.op === '<=' ? stride : 0;
  const limit = model.value(counted.limit);
  const turns = mapValue(
    limit,
    (one) =>
      one.type === 'number'
        ? { type: 'number', value: Math.max(0, Math.ceil((one.value + more - (start ?? 0)) / stride)) }
        : undefined,
    counted.limit,
  );
  return start === null ? withCertainty(turns, 'default', 'a run from the start') : turns;
}

/** Where the counter of a `while` is set before it; a loop around that counts on where it is none of its own. */
export function setsCounter(loop: While, around: Node): boolean {
  const counter = countedBy(loop)?.counter;
  return (
    counter !== undefined &&
    reachingBindings(counter).some(({ node }) => !contains(loop, node) && contains(around, node))
  );
}

interface Counted {
  readonly counter: Name;
  readonly limit: Expr;
  readonly op: string;
  readonly added: AugAssign;
}

/** One comparison of a name with a limit, to which every turn adds. */
function countedBy({ test, body }: While): Counted | undefined {
  const compared = comparison(test);
  const [counter, limit] = compared?.operands ?? [];
  const op = compared?.ops[0] ?? '';
  if (counter?.kind !== 'name' || !limit || !/^(<|<=|!=)$/.test(op)) return undefined;
  const [added, ...others] = body.flatMap((one) =>
    one.kind === 'augassign' && one.op === '+' && one.target.kind === 'name' && one.target.id === counter.id ? one : [],
  );
  return added && others.length === 0 ? { counter, limit, op, added } : undefined;
}

function comparison(test: Expr): Compare | undefined {
  return test.kind === 'compare' && test.ops.length === 1 ? test : undefined;
}

/** Null where the counter of epochs starts from something that only the run knows. */
function startOf(model: Model, loop: While, counter: Name): number | null | undefined {
  const [only, ...others] = reachingBindings(counter).filter(({ node }) => !contains(loop, node));
  const value =
    only?.value && only.path.length === 0 && others.length === 0 ? asNumber(model.value(only.value)) : undefined;
  return value ?? (/epoch/i.test(counter.id) ? null : undefined);
}
