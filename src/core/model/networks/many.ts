/** Long counted loops and comprehensions that only fill tables of numbers: run once for all turns, which differ in nothing else. */
import type { Comprehension, Expr, For, Stmt } from '../../syntax/ast';
import { assignTo } from './assign';
import { itemsOf } from './items';
import type { Run } from './run';
import { asKind, listOf, UNKNOWN_THING, type Frame, type Thing } from './things';

/** Networks have fewer layers of one kind. */
const MANY = 200;

/** A long list of counts whose value does not matter one by one. */
function isLong(over: Thing): boolean {
  const list = asKind(over, 'list');
  return list?.exact === true && list.items.length > MANY && list.items.every((one) => typeof one === 'number');
}

/** `[[i / 10_000 ** (2 * j / d) for j in range(d)] for i in range(n)]`; undefined for what makes layers or depends on conditions. */
export function numbersFor(run: Run, node: Comprehension, over: Thing, inner: Frame): Thing | undefined {
  const [clause, ...others] = node.clauses;
  if (!clause || others.length > 0 || clause.conditions.length > 0 || node.of === 'dict' || !isLong(over))
    return undefined;
  if (!isArithmetic(node.element)) return undefined;
  assignTo(run, clause.target, UNKNOWN_THING, inner);
  const element = run.evaluate(node.element, inner);
  return listOf(Array.from({ length: itemsOf(over)?.length ?? 0 }, () => element));
}

/** Numbers that are computed, or lists of them. */
function isArithmetic(node: Expr): boolean {
  switch (node.kind) {
    case 'constant':
    case 'name':
      return true;
    case 'unary':
      return isArithmetic(node.operand);
    case 'binary':
      return isArithmetic(node.left) && isArithmetic(node.right);
    case 'comprehension':
      return isArithmetic(node.element);
    case 'list':
    case 'tuple':
      return node.items.every(isArithmetic);
    case 'call':
      return isMathematical(node.func) && node.args.every(({ value }) => isArithmetic(value));
    default:
      return false;
  }
}

const isMathematical = (callee: Expr): boolean =>
  callee.kind === 'attribute' && callee.value.kind === 'name' && /^(math|np|numpy)$/.test(callee.value.id);

/** `for pos in range(n): for i in range(0, d, 2): table[pos, i] = math.sin(...)`: what it fills keeps its shape. */
export function onlyFills(over: Thing, { target, body, orelse }: For): boolean {
  return target.kind === 'name' && orelse.length === 0 && isLong(over) && body.every(isFilling);
}

function isFilling(statement: Stmt): boolean {
  if (statement.kind === 'for') return statement.orelse.length === 0 && statement.body.every(isFilling);
  if (statement.kind !== 'assign' || !statement.value || !isArithmetic(statement.value)) return false;
  return statement.targets.every((one) => one.kind === 'subscript' && one.index.length > 1);
}
