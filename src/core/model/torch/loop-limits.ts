/** After how many steps a loop is left by a counter that is compared with a limit. */
import type { Compare, Expr, For, Loop, Node, While } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import { innermostLoop } from '../epoch-loops';
import type { Model } from '../model';
import { asNumber, UNKNOWN, type Value } from '../values';

/** `if i == 3: break`, where the loop counts `i`: the count at which it is left; unknown where there is none. */
export function breaksAfter(model: Model, loop: For): Value {
  const counters = loop.target.kind === 'tuple' ? loop.target.items : [loop.target];
  const names = new Set(counters.map((one) => (one.kind === 'name' ? one.id : '')));
  return limitOf(model, loop, 'break', (test) => comparedWith(test, names));
}

/** `n += 1` in the steps, never set back in the epochs, and `if n > 100: return`: the steps of the whole run, or unknown. */
export function stopsAfter(model: Model, loop: For, outer: Node): Value {
  const counted = loop.body.flatMap((one) =>
    one.kind === 'augassign' && one.op.startsWith('+') && one.target.kind === 'name' && isOne(one.value)
      ? [one.target.id]
      : [],
  );
  if (counted.length === 0) return UNKNOWN;
  const reset = new Set<string>();
  for (const node of descend(outer)) {
    if (node.kind !== 'assign') continue;
    for (const target of node.targets) if (target.kind === 'name') reset.add(target.id);
  }
  const names = new Set(counted.filter((name) => !reset.has(name)));
  const limitIn = (test: Compare): Expr | undefined => comparedWith(test, names) ?? multipleOf(model, test, names);
  const around = loopsWithin(loop, outer);
  const left = [loop, ...around].flatMap((one) => [
    limitOf(model, one, 'break', limitIn),
    limitOf(model, one, 'return', limitIn),
  ]);
  const asked = around.map((one) => (one.kind === 'while' ? testedLimit(model, one, names) : UNKNOWN));
  return [...left, ...asked].find(({ certainty }) => certainty !== 'unknown') ?? UNKNOWN;
}

/** The loops around a loop, up to and with `outer`. */
function loopsWithin(loop: Loop, outer: Node): readonly Loop[] {
  const around = loop === outer ? undefined : innermostLoop(loop);
  return around ? [around, ...loopsWithin(around, outer)] : [];
}

/** `while n < limit`, which ends with the batch or the epoch that reaches it. */
function testedLimit(model: Model, { test }: While, names: ReadonlySet<string>): Value {
  const limit = test.kind === 'compare' && test.ops[0]?.startsWith('<') ? comparedWith(test, names) : undefined;
  return limit ? model.value(limit) : UNKNOWN;
}

const isOne = (value: Node): boolean => value.kind === 'constant' && value.value === 1;

function limitOf(
  model: Model,
  loop: Loop,
  exit: 'break' | 'return',
  limitIn: (test: Compare) => Expr | undefined,
): Value {
  for (const statement of loop.body) {
    if (statement.kind !== 'if' || !statement.body.some((one) => one.kind === exit)) continue;
    const limit = statement.test.kind === 'compare' ? limitIn(statement.test) : undefined;
    const value = limit && model.value(limit);
    if (value) return asNumber(value) === undefined ? UNKNOWN : value;
  }
  return UNKNOWN;
}

function comparedWith({ operands: [counter, limit] }: Compare, names: ReadonlySet<string>): Expr | undefined {
  return counter?.kind === 'name' && names.has(counter.id) ? limit : undefined;
}

/** `n % limit == 0`. */
function multipleOf(model: Model, { operands }: Compare, names: ReadonlySet<string>): Expr | undefined {
  const [rest, zero] = operands;
  if (rest?.kind !== 'binary' || rest.op !== '%' || !zero || asNumber(model.value(zero)) !== 0) return undefined;
  return rest.left.kind === 'name' && names.has(rest.left.id) ? rest.right : undefined;
}
