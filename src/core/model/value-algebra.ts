/** The arithmetic of values: joining, softening and combining what expressions are worth. */
import type { Attribute, Expr, Name } from '../syntax/ast';
import { UNKNOWN, type Certainty, type PyValue, type Value } from './values';

/** An attribute of what an expression holds, whether the program reads it or not. */
export type Member = Pick<Attribute, 'value' | 'attr'>;

export interface Evaluator {
  value(expression: Expr): Value;
  /** The uses of a variable that may change what a dictionary in it holds. */
  changingUses(id: string): readonly Name[];
}

export interface ObjectEvaluator extends Evaluator {
  /** What an attribute of an object is worth where the object is named. */
  member(member: Member): Value;
}

const MAX_ALTERNATIVES = 6;

export function known(value: PyValue, source: Expr): Value {
  return { certainty: 'known', alternatives: [value], source, via: null };
}

export const number = (value: number): PyValue => ({ type: 'number', value });

/** The join of several values: as uncertain as the least certain, unknown when any is. */
export function join(values: readonly Value[]): Value {
  const [first] = values;
  if (!first || values.some((one) => one.certainty === 'unknown')) return UNKNOWN;
  const alternatives = values.flatMap((one) => one.alternatives);
  if (alternatives.length > MAX_ALTERNATIVES) return UNKNOWN;
  const softest = values.find((one) => one.certainty === 'default') ?? first;
  return { ...softest, alternatives: distinct(alternatives) };
}

function distinct(values: readonly PyValue[]): readonly PyValue[] {
  const seen = new Set<string>();
  return values.filter((one) => {
    const key =
      one.type === 'number' || one.type === 'string' || one.type === 'boolean' ? `${one.type}:${one.value}` : one.type;
    if (seen.has(key) && key !== one.type) return false;
    seen.add(key);
    return true;
  });
}

/** A value that the user can override, however sure its default is. */
export function overridable(value: Value, via: string): Value {
  return value.certainty === 'unknown' ? value : { ...value, certainty: 'default', via };
}

export function withCertainty(value: Value, certainty: Certainty, via: string | null): Value {
  return certainty === 'default' && value.certainty === 'known' ? { ...value, certainty, via } : value;
}

/** Applies `change` to every alternative; unknown when it does not apply to one. */
export function mapValue(value: Value, change: (one: PyValue) => PyValue | undefined, source: Expr): Value {
  const changed = value.alternatives.map(change);
  if (value.certainty === 'unknown' || changed.some((one) => one === undefined)) return UNKNOWN;
  return { ...value, alternatives: changed as PyValue[], source };
}

/** Whether a value counts as true; undefined when that depends on what is not known. */
export function truthOf(value: PyValue): boolean | undefined {
  switch (value.type) {
    case 'boolean':
      return value.value;
    case 'none':
      return false;
    case 'number':
      return value.value !== 0;
    case 'string':
      return value.value !== '';
    case 'sequence':
      return value.length === null ? undefined : value.length > 0;
    default:
      return undefined;
  }
}

/** What the operators of Python do with two numbers. */
export const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '//': (a, b) => Math.floor(a / b),
  '%': (a, b) => a - b * Math.floor(a / b),
  '**': (a, b) => a ** b,
  '<<': (a, b) => a * 2 ** b,
};

/** `left or right`, `left and right`. */
export function eitherOf(op: 'or' | 'and', left: Value, right: Value): Value {
  const only = left.alternatives.length === 1 ? left.alternatives[0] : undefined;
  const truth = only ? truthOf(only) : undefined;
  if (truth === undefined || left.certainty !== 'known') return join([left, right]);
  return truth === (op === 'or') ? left : right;
}

/** `a op b` for known values; undefined when the result is not known. */
export function combine(op: string, a: PyValue, b: PyValue): PyValue | undefined {
  if (a.type === 'number' && b.type === 'number') {
    const result = ARITHMETIC[op]?.(a.value, b.value);
    return result !== undefined && Number.isFinite(result) ? number(result) : undefined;
  }
  if (a.type === 'string' && b.type === 'string' && op === '+') return { type: 'string', value: a.value + b.value };
  const elements = elementwise(a, b);
  if (elements) return elements;
  if (a.type === 'sequence' && b.type === 'sequence' && op === '+') return concatenate(a, b);
  if (a.type === 'sequence' && b.type === 'number' && op === '*') return repeat(a, b.value);
  if (a.type === 'number' && b.type === 'sequence' && op === '*') return repeat(b, a.value);
  if (a.type === 'dict' && b.type === 'dict' && op === '|') {
    return { type: 'dict', entries: new Map([...a.entries, ...b.entries]), complete: a.complete && b.complete };
  }
  return undefined;
}

type SequenceValue = Extract<PyValue, { type: 'sequence' }>;

/** `10 ** np.linspace(-1, 1, 100)`: as many elements as the array has; with a longer array, as many as that. */
function elementwise(a: PyValue, b: PyValue): PyValue | undefined {
  const arrays = [a, b].filter((one) => one.type === 'sequence');
  if (!arrays.some((one) => one.array)) return undefined;
  if (arrays.length < 2 && ![a, b].some((one) => one.type === 'number')) return undefined;
  const lengths = arrays.map((one) => one.length);
  const length = lengths.includes(null) ? null : Math.max(...(lengths as number[]));
  return { type: 'sequence', length, items: null, array: true };
}

function concatenate(a: SequenceValue, b: SequenceValue): PyValue {
  const length = a.length === null || b.length === null ? null : a.length + b.length;
  return { type: 'sequence', length, items: a.items && b.items ? [...a.items, ...b.items] : null };
}

function repeat(a: SequenceValue, times: number): PyValue {
  return { type: 'sequence', length: a.length === null ? null : a.length * Math.max(0, times), items: null };
}
