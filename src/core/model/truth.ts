/** What a condition is worth, where its parts are known. */
import type { Compare, Expr } from '../syntax/ast';
import { onlyValue } from './lookup';
import { truthOf } from './value-algebra';
import type { PyValue, Value } from './values';

/** Says what a part of a condition is worth; unknown for what shall not decide. */
type Worth = (part: Expr) => Value;

const MAX_DEPTH = 3;

/** Undefined where it cannot be told. */
export function truthOfTest(test: Expr, worth: Worth, depth = 0): boolean | undefined {
  const again = (one: Expr): boolean | undefined => truthOfTest(one, worth, depth + 1);
  if (depth > MAX_DEPTH) return undefined;
  if (test.kind === 'compare') return compared(test, worth);
  if (test.kind === 'unary' && test.op === 'not') {
    const truth = again(test.operand);
    return truth === undefined ? undefined : !truth;
  }
  if (test.kind === 'binary' && (test.op === 'and' || test.op === 'or')) {
    const decides = test.op === 'or';
    const sides = [again(test.left), again(test.right)];
    if (sides.includes(decides)) return decides;
    return sides.includes(undefined) ? undefined : !decides;
  }
  const value = worth(test);
  const truths = new Set(value.alternatives.map(truthOf));
  if (value.certainty !== 'unknown' && truths.size === 1) return [...truths][0];
  // `training = optimizer is not None`.
  const written = test.kind === 'name' ? onlyValue(test) : undefined;
  return written && again(written);
}

function only({ certainty, alternatives }: Value): PyValue | undefined {
  return certainty !== 'unknown' && alternatives.length === 1 ? alternatives[0] : undefined;
}

function compared({ ops, operands: [left, right] }: Compare, worth: Worth): boolean | undefined {
  const op = ops.join().replace(/\s+/g, ' ');
  const [a, b] = [left, right].map((one) => one && only(worth(one)));
  if (!a || !b) return undefined;
  const holds = /^(not )?in$/.test(op) ? isIn(a, b, worth) : /^(==|!=|is|is not)$/.test(op) ? isEqual(a, b) : undefined;
  return holds === undefined ? undefined : holds !== /^(!=|is not|not in)$/.test(op);
}

function isEqual(a: PyValue, b: PyValue): boolean | undefined {
  if (a.type === 'object' || b.type === 'object') return undefined;
  if (a.type === 'none' || b.type === 'none') return a.type === b.type;
  return 'value' in a && 'value' in b ? a.value === b.value : undefined;
}

function isIn(a: PyValue, b: PyValue, worth: Worth): boolean | undefined {
  if (a.type === 'string' && b.type === 'string') return b.value.includes(a.value);
  if (b.type !== 'sequence' || !b.items || b.items.length !== b.length) return undefined;
  const same = b.items.map((item) => {
    const one = only(worth(item));
    return one && isEqual(a, one);
  });
  return same.includes(true) || (same.includes(undefined) ? undefined : false);
}
