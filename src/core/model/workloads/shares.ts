/** Which part of the rows an expression of their number stands for: `int(0.8 * len(data))`, `len(data) - held_out`, `rows.shape[0] // 10`. */
import type { Expr } from '../../syntax/ast';
import { onlyValue } from '../lookup';
import type { Model } from '../model';
import { calleeName } from '../traverse';
import { asNumber } from '../values';

const MAX_DEPTH = 4;
const ROUNDING = /^(int|round|floor|ceil)$/;

/** From 0 to 1; undefined for a plain number, and for what is no part of a length. */
export function lengthShare(model: Model, expression: Expr | undefined, depth = 0): number | undefined {
  if (!expression || depth > MAX_DEPTH) return undefined;
  const source = behind(expression);
  if (isLength(source)) return 1;
  if (source.kind === 'call') {
    const [only, ...others] = source.args;
    const isRounded = ROUNDING.test(calleeName(source)) && others.length === 0;
    return isRounded ? lengthShare(model, only?.value, depth + 1) : undefined;
  }
  if (source.kind !== 'binary') return undefined;
  const [left, right] = [source.left, source.right].map((one) => lengthShare(model, one, depth + 1));
  return inRange(
    combined(source.op, left, right, (one) => factorOf(model, one === 'left' ? source.left : source.right)),
  );
}

function combined(
  op: string,
  left: number | undefined,
  right: number | undefined,
  factor: (side: 'left' | 'right') => number | undefined,
): number | undefined {
  if (op === '-' || op === '+') {
    if (left === undefined || right === undefined) return undefined;
    return op === '-' ? left - right : left + right;
  }
  if (op === '/' || op === '//')
    return left === undefined ? undefined : times(left, 1 / (factor('right') ?? Number.NaN));
  if (op !== '*') return undefined;
  return left === undefined ? times(right, factor('left')) : times(left, factor('right'));
}

const times = (share: number | undefined, factor: number | undefined): number | undefined =>
  share === undefined || factor === undefined ? undefined : share * factor;

const inRange = (share: number | undefined): number | undefined =>
  share !== undefined && share > 0 && share <= 1 ? share : undefined;

/** A factor that an option may override is as good as unknown. */
function factorOf(model: Model, expression: Expr): number | undefined {
  const value = model.value(expression);
  return value.certainty === 'known' ? asNumber(value) : undefined;
}

/** `len(data)`, `rows.shape[0]`. */
function isLength(expression: Expr): boolean {
  if (expression.kind === 'call') return calleeName(expression) === 'len';
  if (expression.kind !== 'subscript' || expression.value.kind !== 'attribute') return false;
  const [first] = expression.index;
  return expression.value.attr === 'shape' && first?.kind === 'constant' && first.value === 0;
}

/** What a name was given, where it was given one thing. */
export function behind(expression: Expr): Expr {
  return (expression.kind === 'name' && onlyValue(expression)) || expression;
}
