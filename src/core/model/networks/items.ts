/** What is in lists, dictionaries and containers of modules, by iteration and by index. */
import { derived } from './sides';
import { asKind, isKey, listOf, UNKNOWN_THING, type Instance, type Tensor, type Thing } from './things';

export interface Slice {
  readonly start: Thing;
  readonly stop: Thing;
  readonly step: Thing;
}

const CONTAINERS = /^(torch\.nn\.(Sequential|ModuleList|ParameterList|ModuleDict)|keras\.Sequential)$/;

export const isContainer = ({ library }: Instance): boolean => library !== null && CONTAINERS.test(library);

/** What a loop over the thing goes through; undefined where that cannot be told. */
export function itemsOf(thing: Thing): readonly Thing[] | undefined {
  if (typeof thing === 'string') return thing.split(/(?:)/u);
  const list = asKind(thing, 'list');
  if (list) return list.items;
  const dict = asKind(thing, 'dict');
  if (dict) return [...dict.entries.keys()];
  const module = asKind(thing, 'instance');
  if (module?.config.get('ordered') === true) return [...module.attrs.values()];
  if (!module || !isContainer(module)) return undefined;
  return module.library === 'torch.nn.ModuleDict' ? [...module.attrs.keys()] : [...module.attrs.values()];
}

export function subscripted(whole: Thing, index: readonly (Thing | Slice)[]): Thing {
  const [first] = index;
  const tensor = asKind(whole, 'tensor');
  if (tensor) return indexed(tensor, index);
  const dict = asKind(whole, 'dict');
  if (dict)
    return first !== undefined && !isSlice(first) && isKey(first) ? known(dict.entries.get(first)) : UNKNOWN_THING;
  const module = asKind(whole, 'instance');
  if (module && typeof first === 'string') return known(module.attrs.get(first));
  const items = itemsOf(whole);
  if (!items || index.length !== 1 || first === undefined) return UNKNOWN_THING;
  if (isSlice(first)) {
    const part = sliced(items, first);
    if (!part) return UNKNOWN_THING;
    if (typeof whole === 'string') return part.filter((one) => typeof one === 'string').join('');
    if (module) return { ...module, attrs: new Map(part.map((one, at) => [String(at), one])) };
    return listOf([...part], asKind(whole, 'list'));
  }
  if (typeof first !== 'number' || asKind(whole, 'list')?.exact === false) return UNKNOWN_THING;
  return known(items.at(first));
}

/** None is something that is held. */
const known = (found: Thing | undefined): Thing => (found === undefined ? UNKNOWN_THING : found);

const isSlice = (index: Thing | Slice): index is Slice =>
  typeof index === 'object' && index !== null && 'start' in index && 'stop' in index;

function sliced<T>(items: readonly T[], { start, stop, step }: Slice): readonly T[] | undefined {
  const numbers = [start, stop, step].map((one) =>
    one === null ? undefined : typeof one === 'number' ? one : Number.NaN,
  );
  if (numbers.some((one) => Number.isNaN(one))) return undefined;
  const by = numbers[2] ?? 1;
  if (by === -1 && start === null && stop === null) return [...items].reverse();
  return by > 0 ? items.slice(numbers[0], numbers[1]).filter((_, at) => at % by === 0) : undefined;
}

const ELLIPSIS: Slice = { start: null, stop: null, step: null };

/** `x[..., None]`: the ellipsis stands for all sides that are not named. */
function unfolded(index: readonly (Thing | Slice)[], sides: number): readonly (Thing | Slice)[] {
  const at = index.findIndex((one) => isThing(one) && asKind(one, 'library')?.name === 'builtins.Ellipsis');
  if (at < 0) return index;
  const named = index.filter((one) => one !== null).length - 1;
  const open = Array.from({ length: Math.max(0, sides - named) }, () => ELLIPSIS);
  return [...index.slice(0, at), ...open, ...index.slice(at + 1)];
}

const isNewAxis = (one: Thing): boolean => /^(numpy|tensorflow)\.newaxis$/.test(asKind(one, 'library')?.name ?? '');

const isThing = (one: Thing | Slice): one is Thing => !isSlice(one);

/** `x[:, -1, :]`: an index takes a dimension away, a slice changes its size. */
function indexed(self: Tensor, written: readonly (Thing | Slice)[]): Thing {
  const { shape } = self;
  if (!shape) return derived(null, [self]);
  const index = unfolded(
    written.map((one) => (isThing(one) && isNewAxis(one) ? null : one)),
    shape.length,
  );
  const result: (number | null)[] = [];
  let at = 0;
  for (const one of index) {
    if (one === null) {
      result.push(1);
      continue;
    }
    const size = shape[at] ?? null;
    at += 1;
    if (!isSlice(one)) {
      if (typeof one !== 'number' && asKind(one, 'unknown') === undefined) return derived(null, [self]);
      continue;
    }
    const part = size === null ? undefined : sliced(Array.from({ length: Math.min(size, 100_000) }), one);
    result.push(one.start === null && one.stop === null && one.step === null ? size : (part?.length ?? null));
  }
  return derived([...result, ...shape.slice(at)], [self]);
}
