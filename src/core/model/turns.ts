/** How often a loop reaches a place in its body. */
import type { Expr, For, If, Node } from '../syntax/ast';
import { ancestors, descend } from '../syntax/walk';
import { contains } from '../text/span';
import { innermostLoop, isOverPhases } from './epoch-loops';
import type { Model } from './model';
import { type Count, known } from './search/count';
import { iterations } from './search/iterations';
import { calleeName } from './traverse';

/** Null where that cannot be counted; of the phases of an epoch only one trains. */
export function turnsOf(model: Model, loop: For, node: Node): Count | null {
  if (isOverPhases(model, loop)) return known(1);
  return leavesEarly(loop) || isChosen(loop, node) ? null : iterations(model, loop.iter);
}

/** A `break` of this very loop, or a `return` in it. */
function leavesEarly(loop: For): boolean {
  for (const at of descend(loop, (one) => one.kind !== 'function' && one.kind !== 'class' && one.kind !== 'lambda')) {
    if (at.kind === 'return') return true;
    if (at.kind === 'break' && innermostLoop(at) === loop) return true;
  }
  return false;
}

/** `if step % 10 == 0: fit()`, `if failed: continue`: what changes in the loop decides which of its turns come here. */
function isChosen(loop: For, node: Node): boolean {
  const tests: Expr[] = [];
  for (const at of ancestors(node)) {
    if (at === loop) break;
    if (at.kind === 'if' || at.kind === 'conditional') tests.push(at.test);
  }
  for (const statement of loop.body) {
    if (contains(statement, node)) break;
    if (statement.kind === 'if' && skips(statement)) tests.push(statement.test);
  }
  if (tests.length === 0) return false;
  const changed = changedIn(loop);
  return tests.some((test) => varies(test, changed));
}

const skips = ({ body, orelse }: If): boolean => [...body, ...orelse].some((one) => one.kind === 'continue');

/** Names that the loop binds, and attributes that it sets. */
function changedIn(loop: For): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (target: Node): void => {
    for (const part of descend(target)) {
      if (part.kind === 'name') names.add(part.id);
      if (part.kind === 'attribute') names.add(part.attr);
    }
  };
  for (const node of descend(loop, (at) => at.kind !== 'function' && at.kind !== 'class')) {
    if (node.kind === 'for') add(node.target);
    if (node.kind === 'assign') for (const target of node.targets) add(target);
    if (node.kind === 'augassign') add(node.target);
  }
  names.delete('self');
  return names;
}

/** Questions to the surroundings or about types, which each turn answers alike. */
const STEADY = /^(is_available|hasattr|isinstance|getattr|lower|upper|startswith|endswith|str|int|bool)$/;

function varies(test: Expr, changed: ReadonlySet<string>): boolean {
  for (const part of descend(test)) {
    if (part.kind === 'name' && changed.has(part.id)) return true;
    if (part.kind === 'attribute' && changed.has(part.attr)) return true;
    if (part.kind === 'call' && !STEADY.test(calleeName(part))) return true;
  }
  return false;
}
