/** After how many steps a loop is left by a counter that is compared with a limit. */
import type { For, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import type { Model } from '../model';
import { asNumber } from '../values';

/** `if i == 3: break`, where the loop counts `i`: the count at which it is left. */
export function breaksAfter(model: Model, loop: For): number | undefined {
  const counters = loop.target.kind === 'tuple' ? loop.target.items : [loop.target];
  return limitOf(model, loop, new Set(counters.map((one) => (one.kind === 'name' ? one.id : ''))));
}

/** `n += 1` in the steps, never set back in the epochs, and `if n > 100: break`: the steps of the whole run. */
export function stopsAfter(model: Model, loop: For, outer: Node): number | undefined {
  const counted = loop.body.flatMap((one) =>
    one.kind === 'augassign' && one.op.startsWith('+') && one.target.kind === 'name' && isOne(one.value)
      ? [one.target.id]
      : [],
  );
  if (counted.length === 0) return undefined;
  const reset = new Set<string>();
  for (const node of descend(outer)) {
    if (node.kind !== 'assign') continue;
    for (const target of node.targets) if (target.kind === 'name') reset.add(target.id);
  }
  return limitOf(model, loop, new Set(counted.filter((name) => !reset.has(name))));
}

const isOne = (value: Node): boolean => value.kind === 'constant' && value.value === 1;

function limitOf(model: Model, loop: For, names: ReadonlySet<string>): number | undefined {
  for (const statement of loop.body) {
    if (statement.kind !== 'if' || !statement.body.some((one) => one.kind === 'break')) continue;
    const { test } = statement;
    const [counter, limit] = test.kind === 'compare' ? test.operands : [];
    if (counter?.kind === 'name' && limit && names.has(counter.id)) return asNumber(model.value(limit));
  }
  return undefined;
}
