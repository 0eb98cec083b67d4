/** Arithmetic and comparison of things, with bounds where a number is not known. */
import { ARITHMETIC } from '../value-algebra';
import { broadcast } from './broadcast';
import { derived } from './sides';
import {
  amountOf,
  asKind,
  between,
  isKey,
  listOf,
  UNKNOWN_THING,
  type Amount,
  type List,
  type Tensor,
  type Thing,
} from './things';

const PLAIN: typeof ARITHMETIC = { ...ARITHMETIC, '>>': (a, b) => Math.floor(a / 2 ** b) };

export function arithmetic(op: string, a: Thing, b: Thing): Thing {
  if (typeof a === 'number' && typeof b === 'number') {
    const result = PLAIN[op]?.(a, b);
    return result === undefined || !Number.isFinite(result) ? UNKNOWN_THING : result;
  }
  if (typeof a === 'string' || typeof b === 'string') return text(op, a, b);
  const [left, right] = [asKind(a, 'list'), asKind(b, 'list')];
  if (op === '+' && left && right) return listOf([...left.items, ...right.items], { exact: left.exact && right.exact });
  if (op === '*' && left && typeof b === 'number') return repeated(left, b);
  if (op === '*' && right && typeof a === 'number') return repeated(right, a);
  const [x, y] = [asKind(a, 'tensor'), asKind(b, 'tensor')];
  if (x && y) return derived(broadcast(x.shape, y.shape), [x, y]);
  if (x || y) return withWeights(x, b) ?? withWeights(y, a) ?? UNKNOWN_THING;
  return bounded(op, amountOf(a), amountOf(b));
}

function text(op: string, a: Thing, b: Thing): Thing {
  if (op === '+' && typeof a === 'string' && typeof b === 'string') return a + b;
  if (op === '%' && typeof a === 'string' && (typeof b === 'string' || typeof b === 'number'))
    return a.replace(/%\w/, String(b));
  return UNKNOWN_THING;
}

function repeated({ items, exact }: List, times: number): Thing {
  if (items.length * times > 10_000) return UNKNOWN_THING;
  return listOf(Array.from({ length: Math.max(0, times) }, () => items).flat(), { exact });
}

/** Of counts, which are never negative. */
function bounded(op: string, a: Amount | undefined, b: Amount | undefined): Thing {
  if (!a || !b || a.least < 0 || b.least < 0) return UNKNOWN_THING;
  if (op === '+') return between({ least: a.least + b.least, most: a.most + b.most });
  if (op === '*')
    return between({ least: a.least * b.least, most: a.most === 0 || b.most === 0 ? 0 : a.most * b.most });
  if (op === '//' && b.least > 0)
    return between({ least: Math.floor(a.least / b.most), most: Math.floor(a.most / b.least) });
  return UNKNOWN_THING;
}

/** A tensor with a number, or with weights that may be longer than it. */
function withWeights(tensor: Tensor | undefined, other: Thing): Tensor | undefined {
  const weights = asKind(other, 'parameter');
  if (!tensor || !weights) return tensor;
  return weights.shape ? derived(broadcast(tensor.shape, weights.shape), [tensor]) : tensor;
}

export function compared(op: string, a: Thing, b: Thing): boolean | undefined {
  switch (op) {
    case 'is':
    case '==':
      return equal(a, b);
    case 'is not':
    case '!=':
      return not(equal(a, b));
    case 'in':
      return contains(b, a);
    case 'not in':
      return not(contains(b, a));
    default:
      return ordered(op, a, b);
  }
}

const not = (truth: boolean | undefined): boolean | undefined => (truth === undefined ? undefined : !truth);

function equal(a: Thing, b: Thing): boolean | undefined {
  const [x, y] = [asKind(a, 'unknown'), asKind(b, 'unknown')];
  if (x || y) {
    const [left, right] = [amountOf(a), amountOf(b)];
    return left && right && (left.most < right.least || right.most < left.least) ? false : undefined;
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [left, right] = [asKind(a, 'list'), asKind(b, 'list')];
  if (!left || !right) return a === b ? true : a.is === 'library' && b.is === 'library' ? a.name === b.name : false;
  if (left.items.length !== right.items.length) return left.exact && right.exact ? false : undefined;
  const all = left.items.map((one, at) => equal(one, right.items[at] ?? null));
  return all.includes(false) ? false : all.includes(undefined) ? undefined : true;
}

function contains(whole: Thing, item: Thing): boolean | undefined {
  if (typeof whole === 'string' && typeof item === 'string') return whole.includes(item);
  const dict = asKind(whole, 'dict');
  if (dict && isKey(item)) return dict.entries.has(item) ? true : dict.exact ? false : undefined;
  const list = asKind(whole, 'list');
  if (!list) return undefined;
  const all = list.items.map((one) => equal(one, item));
  if (all.includes(true)) return true;
  return all.includes(undefined) || !list.exact ? undefined : false;
}

function ordered(op: string, a: Thing, b: Thing): boolean | undefined {
  const [x, y] = [amountOf(a), amountOf(b)];
  if (!x || !y) return undefined;
  const [low, high] = op.startsWith('<') ? [x, y] : [y, x];
  const strict = !op.endsWith('=');
  if (strict ? low.most < high.least : low.most <= high.least) return true;
  return (strict ? low.least >= high.most : low.least > high.most) ? false : undefined;
}
