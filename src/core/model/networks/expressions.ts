/** Evaluates the expressions of code that builds a network. */
import type { Call, Compare, Comprehension, Expr, Subscript } from '../../syntax/ast';
import { callThing, constructorOf } from './calls';
import { arithmetic, compared } from './arithmetic';
import { assignTo } from './assign';
import { attributeOf } from './attributes';
import { applyChanges } from './changes';
import { dictionary } from './dictionaries';
import { itemsOf, subscripted } from './items';
import { numbersFor } from './many';
import { libraryOf, lookUp } from './names';
import { lose, spent, tick, type Run } from './run';
import { product } from './tensor-products';
import { formatted } from './texts';
import { asKind, isKey, listOf, truthOf, UNKNOWN_THING, type Dict, type Frame, type Given, type Thing } from './things';

export function evaluate(run: Run, node: Expr, frame: Frame): Thing {
  tick(run);
  if (frame.names) return compute(run, node, frame);
  const known = run.made.get(node);
  if (known !== undefined) return known;
  if (run.open.has(node)) return UNKNOWN_THING;
  run.open.add(node);
  const thing = compute(run, node, frame);
  run.open.delete(node);
  run.made.set(node, thing);
  if (MADE.has(node.kind)) applyChanges(run, node, thing, frame);
  return thing;
}

/** Expressions that make something which can be changed. */
const MADE = new Set<Expr['kind']>(['call', 'list', 'dict', 'comprehension']);

function compute(run: Run, node: Expr, frame: Frame): Thing {
  switch (node.kind) {
    case 'constant':
      return node.value;
    case 'name':
      return lookUp(run, node, frame);
    case 'attribute':
      return libraryOf(run, node, frame) ?? attributeOf(run, evaluate(run, node.value, frame), node.attr, frame, node);
    case 'call':
      return called(run, node, frame);
    case 'subscript':
      return subscript(run, node, frame);
    case 'list':
    case 'tuple':
    case 'set':
      return spread(run, node.items, frame);
    case 'dict':
      return dictionary(run, node, frame);
    case 'comprehension':
      return comprehension(run, node, frame);
    case 'unary':
    case 'binary':
      return operation(run, node, frame);
    case 'compare':
      return comparison(run, node, frame);
    case 'conditional': {
      const truth = truthOf(evaluate(run, node.test, frame));
      return truth === undefined ? UNKNOWN_THING : evaluate(run, truth ? node.then : node.otherwise, frame);
    }
    case 'lambda':
      return { is: 'function', definition: node, frame, self: undefined, owner: undefined };
    case 'walrus': {
      const value = evaluate(run, node.value, frame);
      assignTo(run, node.target, value, frame);
      return value;
    }
    case 'fstring':
      return formatted(run, node, frame);
    default:
      return UNKNOWN_THING;
  }
}

function called(run: Run, node: Call, frame: Frame): Thing {
  const parent = constructorOf(node, frame);
  if (parent) return parent(run, given(run, node, frame));
  return callThing(run, evaluate(run, node.func, frame), given(run, node, frame), node, frame);
}

function given(run: Run, { args }: Call, frame: Frame): Given {
  const plain: Thing[] = [];
  const named = new Map<string, Thing>();
  let complete = true;
  for (const one of args) {
    const value = evaluate(run, one.value, frame);
    if (one.star === '' && one.name !== null) named.set(one.name, value);
    else if (one.star === '') plain.push(value);
    else if (one.star === '*') {
      const items = itemsOf(value);
      if (items) plain.push(...items);
      if (!items || asKind(value, 'list')?.exact === false) complete = false;
    } else {
      const entries = asKind(value, 'dict');
      for (const [key, item] of entries?.entries ?? []) if (typeof key === 'string') named.set(key, item);
      if (!entries?.exact) complete = false;
    }
  }
  return { plain, named, complete };
}

function subscript(run: Run, node: Subscript, frame: Frame): Thing {
  const whole = evaluate(run, node.value, frame);
  const source = (part: Expr): string => frame.file.program.text.slice(part.start, part.end);
  const index = node.index.map((part) => {
    if (part.kind !== 'slice' && source(part) === '...') return { is: 'library', name: 'builtins.Ellipsis' } as const;
    if (part.kind !== 'slice') return evaluate(run, part, frame);
    // The parts of a slice are not told apart by the tree; its source is short.
    const bounds = source(part).split(':');
    const bound = (text: string | undefined): Thing => {
      const found = part.parts.find((one) => source(one) === text?.trim());
      return found ? evaluate(run, found, frame) : text === undefined || text.trim() === '' ? null : UNKNOWN_THING;
    };
    return { start: bound(bounds[0]), stop: bound(bounds[1]), step: bound(bounds[2]) };
  });
  return subscripted(whole, index);
}

function spread(run: Run, items: readonly Expr[], frame: Frame): Thing {
  const list = listOf([]);
  for (const item of items) {
    const inner = item.kind === 'starred' ? item.parts[0] : undefined;
    if (!inner) {
      list.items.push(evaluate(run, item, frame));
      continue;
    }
    const value = evaluate(run, inner, frame);
    const parts = itemsOf(value);
    if (parts) list.items.push(...parts);
    if (!parts || asKind(value, 'list')?.exact === false) list.exact = false;
  }
  return list;
}

function comprehension(run: Run, node: Comprehension, frame: Frame): Thing {
  const inner: Frame = { ...frame, names: new Map(), outer: frame };
  const list = listOf([]);
  const dict: Dict = { is: 'dict', entries: new Map(), exact: true };
  const visit = (at: number): void => {
    const clause = node.clauses[at];
    if (!clause) {
      const element = evaluate(run, node.element, inner);
      const key = node.key ? evaluate(run, node.key, inner) : undefined;
      if (key !== undefined && isKey(key)) dict.entries.set(key, element);
      else list.items.push(element);
      return;
    }
    const over = evaluate(run, clause.iter, at === 0 ? frame : inner);
    const numbers = numbersFor(run, node, over, inner);
    if (numbers) {
      list.items.push(...(itemsOf(numbers) ?? []));
      return;
    }
    const items = itemsOf(over);
    if (!items || asKind(over, 'list')?.exact === false) {
      list.exact = dict.exact = false;
      lose(run);
    }
    for (const item of items ?? []) {
      tick(run);
      assignTo(run, clause.target, item, inner);
      const truths = clause.conditions.map((one) => truthOf(evaluate(run, one, inner)));
      if (truths.includes(false)) continue;
      if (truths.includes(undefined)) list.exact = dict.exact = false;
      else visit(at + 1);
    }
  };
  visit(0);
  return node.of === 'dict' ? dict : list;
}

function operation(run: Run, node: Extract<Expr, { kind: 'unary' | 'binary' }>, frame: Frame): Thing {
  if (node.kind === 'unary') {
    const operand = evaluate(run, node.operand, frame);
    if (node.op === 'not') {
      const truth = truthOf(operand);
      return truth === undefined ? UNKNOWN_THING : !truth;
    }
    return typeof operand !== 'number' ? UNKNOWN_THING : node.op === '-' ? -operand : operand;
  }
  const left = evaluate(run, node.left, frame);
  if (node.op === '@') return spent(run, product(left, evaluate(run, node.right, frame)));
  if (node.op !== 'and' && node.op !== 'or') return arithmetic(node.op, left, evaluate(run, node.right, frame));
  const truth = truthOf(left);
  if (truth === undefined) return UNKNOWN_THING;
  return truth === (node.op === 'or') ? left : evaluate(run, node.right, frame);
}

function comparison(run: Run, { ops, operands }: Compare, frame: Frame): Thing {
  const values = operands.map((one) => evaluate(run, one, frame));
  let all: Thing = true;
  for (const [at, op] of ops.entries()) {
    const one = compared(op, values[at] ?? null, values[at + 1] ?? null);
    if (one === false) return false;
    if (one === undefined) all = UNKNOWN_THING;
  }
  return all;
}
