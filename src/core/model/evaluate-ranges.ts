/** How many elements `range` has, also where a run may be resumed in the middle. */
import type { Call, Expr } from '../syntax/ast';
import { reachingBindings } from './lookup';
import { known, mapValue, overridable, type Evaluator } from './value-algebra';
import { asNumber, UNKNOWN, type PyValue, type Value } from './values';

/** A sequence of which only the length is known, if that. */
export const sized = (length: number | null, call: Call): Value =>
  known({ type: 'sequence', length, items: null }, call);

export function range(call: Call, evaluator: Evaluator): Value {
  const bounds = boundsOf(call);
  const given = bounds.map((one) => (one.star === '' ? evaluator.value(one.value) : UNKNOWN));
  const first = bounds[0]?.value;
  if (given.length === 2 && first && given[0] === UNKNOWN) given[0] = freshStart(first, evaluator);
  const numbers = given.map(asNumber);
  if (numbers.length === 0 || numbers.includes(undefined)) return distance(call, evaluator) ?? sized(null, call);
  const [start, stop, step] = numbers.length === 1 ? [0, numbers[0], 1] : [numbers[0], numbers[1], numbers[2] ?? 1];
  const soft = given.find((one) => one.certainty === 'default');
  const value = sized(rangeLength(start as number, stop as number, step), call);
  return soft ? { ...value, certainty: 'default', via: soft.via } : value;
}

/** `trange(epochs, desc="Epoch")` and `np.arange(n, dtype=int)` are given more than bounds. */
const boundsOf = ({ args }: Call): Call['args'] =>
  args.filter(({ name, star }) => star !== '**' && (name === null || /^(start|stop|step)$/.test(name)));

/** A start of 0 or 1 that something else replaces when a run is resumed: the plain run starts there. */
function freshStart(start: Expr, evaluator: Evaluator): Value {
  if (start.kind === 'call') return leastStart(start, evaluator);
  if (start.kind !== 'name') return UNKNOWN;
  for (const { value, kind, path } of reachingBindings(start)) {
    if (kind !== 'assign' || !value || path.length > 0) continue;
    const from = evaluator.value(value);
    const count = asNumber(from);
    if (count === 0 || count === 1) return overridable(from, 'a resumed run');
  }
  return UNKNOWN;
}

/** `max(0, last + 1)`. */
function leastStart({ func, args }: Call, evaluator: Evaluator): Value {
  if (func.kind !== 'name' || func.id !== 'max' || args.length !== 2) return UNKNOWN;
  const known = args.map(({ value }) => evaluator.value(value)).filter((one) => asNumber(one) !== undefined);
  const [only, ...others] = known;
  const isFresh = only && others.length === 0 && (asNumber(only) === 0 || asNumber(only) === 1);
  return isFresh ? overridable(only, 'a resumed run') : UNKNOWN;
}

/** `range(first, first + n)` has n elements, whatever `first` is. */
function distance(call: Call, evaluator: Evaluator): Value | undefined {
  const [start, stop, step] = boundsOf(call).map((one) => one.value);
  if (!start || step || stop?.kind !== 'binary' || stop.op !== '+') return undefined;
  const rest = isSameName(stop.left, start) ? stop.right : isSameName(stop.right, start) ? stop.left : undefined;
  const count = rest && evaluator.value(rest);
  if (!count || asNumber(count) === undefined) return undefined;
  return mapValue(count, (one) => (one.type === 'number' ? lengthOfRange(one.value) : undefined), call);
}

const lengthOfRange = (count: number): PyValue => ({
  type: 'sequence',
  length: Math.max(0, Math.ceil(count)),
  items: null,
});

function isSameName(a: Expr, b: Expr): boolean {
  if (a.kind === 'name') return b.kind === 'name' && a.id === b.id;
  return a.kind === 'attribute' && b.kind === 'attribute' && a.attr === b.attr && isSameName(a.value, b.value);
}

function rangeLength(start: number, stop: number, step: number): number {
  return step === 0 ? 0 : Math.max(0, Math.ceil((stop - start) / step - 1e-9));
}
