/** Builtins and small library functions that code which builds networks uses: `range`, `len`, `zip`, `math`, `OrderedDict`. */
import type { Call } from '../../syntax/ast';
import { attributeNamed } from './attributes';
import { setAttribute } from './assign';
import { attributesOf, dictOf } from './dictionaries';
import { countedClasses } from './hints';
import { isInstance } from './instances';
import { itemsOf } from './items';
import type { Run } from './run';
import { ATTRIBUTE_DICTS } from './settings';
import { amountOf, asKind, listOf, UNKNOWN_THING, type Frame, type Given, type List, type Thing } from './things';

const MOST_ITEMS = 5_000;

/** Undefined for a function that is not known here. */
export function builtin(run: Run, name: string, given: Given, node?: Call, frame?: Frame): Thing | undefined {
  const [a, b] = given.plain;
  const arithmetic = numeric(name, given);
  if (arithmetic !== undefined) return arithmetic;
  if (ATTRIBUTE_DICTS.test(name)) return dictOf(given);
  switch (name) {
    case 'builtins.range':
      return range(given.plain);
    case 'builtins.len':
      return lengthOf(a, node);
    case 'builtins.list':
    case 'builtins.tuple':
    case 'builtins.sorted':
    case 'builtins.reversed':
      return listed(a, name);
    case 'builtins.set':
      return a === undefined ? listOf([]) : unique(a);
    case 'builtins.enumerate':
      return each(a, (items) => {
        const start = typeof b === 'number' ? b : (amountOf(given.named.get('start'))?.least ?? 0);
        return items.map((one, at) => listOf([at + start, one]));
      });
    case 'builtins.zip':
      return zipped(given.plain);
    case 'itertools.chain':
      return chained(given.plain);
    case 'itertools.chain.from_iterable':
      return chained((a === undefined ? undefined : itemsOf(a)) ?? [UNKNOWN_THING], asKind(a, 'list'));
    case 'functools.reduce':
      return reduced(run, given);
    case 'builtins.map':
      return each(b, (items) => items.map((one) => run.call(a ?? null, { ...given, plain: [one] })));
    case 'builtins.dict':
    case 'collections.OrderedDict':
      return dictOf(given);
    case 'builtins.str':
      return typeof a === 'number' || typeof a === 'string' ? String(a) : undefined;
    default:
      return onObjects(run, name, given, frame);
  }
}

/** `isinstance`, `getattr`, `setattr`, `hasattr`, and the defaults of dataclass fields. */
function onObjects(run: Run, name: string, given: Given, frame: Frame | undefined): Thing | undefined {
  const [a, b, c] = given.plain;
  switch (name) {
    case 'builtins.isinstance':
      return isInstance(run, a, b);
    case 'builtins.getattr':
      return frame ? attributeNamed(run, a ?? null, b, frame) : undefined;
    case 'builtins.setattr':
      if (typeof b === 'string' && c !== undefined) setAttribute(a ?? null, b, c);
      else loosen(a);
      return null;
    case 'builtins.vars':
      return attributesOf(a);
    case 'builtins.hasattr':
      return typeof b === 'string' && asKind(a, 'instance')?.attrs.has(b) ? true : undefined;
    case 'dataclasses.field': {
      const factory = given.named.get('default_factory');
      return factory === undefined ? given.named.get('default') : run.call(factory, { ...given, named: new Map() });
    }
    default:
      return undefined;
  }
}

/** Some attribute was set, whichever. */
function loosen(thing: Thing | undefined): void {
  const instance = asKind(thing, 'instance');
  if (instance) instance.exact = false;
}

const MATH: Readonly<Record<string, (...numbers: number[]) => number>> = {
  'builtins.int': Math.trunc,
  'builtins.float': (one) => one,
  'builtins.abs': Math.abs,
  'builtins.round': (one) => (Math.abs(one % 1) === 0.5 ? 2 * Math.round(one / 2) : Math.round(one)),
  'builtins.pow': (a, b = 1) => a ** b,
  'math.ceil': Math.ceil,
  'math.floor': Math.floor,
  'math.sqrt': Math.sqrt,
  'math.log2': Math.log2,
  'math.log': (...numbers) => Math.log(numbers[0] ?? 0) / (numbers.length > 1 ? Math.log(numbers[1] ?? 0) : 1),
  'math.pow': (a, b = 1) => a ** b,
  'math.prod': (one) => one,
  'numpy.prod': (one) => one,
  'numpy.sqrt': Math.sqrt,
  'numpy.log2': Math.log2,
  'numpy.ceil': Math.ceil,
};

function numeric(name: string, { plain }: Given): Thing | undefined {
  const [first] = plain;
  if (/^builtins\.(max|min|sum)$|\.prod$/.test(name)) {
    const numbers = (plain.length === 1 ? (itemsOf(first ?? null) ?? [Number.NaN]) : plain).map((one) =>
      typeof one === 'number' ? one : Number.NaN,
    );
    if (numbers.some(Number.isNaN) || (plain.length === 1 && asKind(first, 'list')?.exact === false))
      return UNKNOWN_THING;
    if (name.endsWith('sum')) return numbers.reduce((a, b) => a + b, 0);
    if (name.endsWith('prod')) return numbers.reduce((a, b) => a * b, 1);
    return name.endsWith('max') ? Math.max(...numbers) : Math.min(...numbers);
  }
  const compute = MATH[name];
  if (!compute) return undefined;
  if (typeof first === 'string' && name === 'builtins.int') return Number.parseInt(first, 10) || 0;
  const numbers = plain.map((one) => (typeof one === 'boolean' ? Number(one) : one));
  if (numbers.every((one) => typeof one === 'number')) return compute(...numbers);
  return name === 'builtins.int' && first !== undefined && asKind(first, 'unknown') ? first : UNKNOWN_THING;
}

function range(plain: readonly Thing[]): Thing {
  if (!plain.every((one) => typeof one === 'number')) return UNKNOWN_THING;
  const numbers: readonly number[] = plain;
  const [start, stop] = numbers.length > 1 ? [numbers[0] ?? 0, numbers[1] ?? 0] : [0, numbers[0] ?? 0];
  const step = numbers[2] ?? 1;
  const count = Math.max(0, Math.ceil((stop - start) / step));
  if (!(count <= MOST_ITEMS)) return UNKNOWN_THING;
  return listOf(Array.from({ length: count }, (_, at) => start + at * step));
}

function lengthOf(thing: Thing | undefined, node: Call | undefined): Thing {
  const items = thing === undefined ? undefined : itemsOf(thing);
  const [counted] = node?.args ?? [];
  const tensor = asKind(thing, 'tensor');
  if (tensor) return tensor.shape?.[0] ?? UNKNOWN_THING;
  if (!items) return counted ? countedClasses(counted.value) : UNKNOWN_THING;
  return asKind(thing, 'list')?.exact === false || asKind(thing, 'dict')?.exact === false
    ? UNKNOWN_THING
    : items.length;
}

function each(thing: Thing | undefined, change: (items: readonly Thing[]) => Thing[]): Thing {
  const items = thing === undefined ? undefined : itemsOf(thing);
  return items ? listOf(change(items), asKind(thing, 'list')) : UNKNOWN_THING;
}

function listed(thing: Thing | undefined, name: string): Thing {
  if (thing === undefined) return listOf([]);
  return each(thing, (items) => {
    if (name === 'builtins.reversed') return [...items].reverse();
    const isSortable = items.every((one) => typeof one === 'number') || items.every((one) => typeof one === 'string');
    if (name !== 'builtins.sorted' || !isSortable) return [...items];
    return [...items].sort((a, b) => ((a as number) < (b as number) ? -1 : 1));
  });
}

function chained(lists: readonly Thing[], from?: List): Thing {
  const isKnown = lists.every((one) => itemsOf(one) !== undefined && asKind(one, 'list')?.exact !== false);
  return listOf(
    lists.flatMap((one) => itemsOf(one) ?? []),
    { exact: isKnown && from?.exact !== false },
  );
}

/** `reduce(lambda x, layer: layer(x), layers, inputs)`. */
function reduced(run: Run, { plain: [change, list, start] }: Given): Thing {
  const items = list === undefined ? undefined : itemsOf(list);
  const [first, ...others] = start === undefined ? (items ?? []) : [start, ...(items ?? [])];
  if (change === undefined || !items || first === undefined || asKind(list, 'list')?.exact === false)
    return UNKNOWN_THING;
  return others.reduce<Thing>(
    (whole, one) => run.call(change, { plain: [whole, one], named: new Map(), complete: true }),
    first,
  );
}

function unique(thing: Thing): Thing {
  const items = itemsOf(thing);
  const list = asKind(thing, 'list');
  const isPlain = items?.every((one) => typeof one === 'number' || typeof one === 'string');
  return items && isPlain ? listOf([...new Set(items)], list) : UNKNOWN_THING;
}

function zipped(lists: readonly Thing[]): Thing {
  const all = lists.map((one) => itemsOf(one));
  if (all.length === 0 || all.some((one) => one === undefined)) return UNKNOWN_THING;
  const length = Math.min(...all.map((one) => one?.length ?? 0));
  const exact = lists.every((one) => asKind(one, 'list')?.exact !== false);
  return listOf(
    Array.from({ length }, (_, at) => listOf(all.map((one) => one?.[at] ?? null))),
    { exact },
  );
}
