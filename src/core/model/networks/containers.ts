/** Puts modules into others, and copies them with what is in them. */
import { itemsOf } from './items';
import { asKind, type Instance, type Parameter, type Thing } from './things';

export function putAll(instance: Instance, modules: readonly Thing[]): void {
  for (const one of modules) instance.attrs.set(String(instance.attrs.size), one);
}

export function putFrom(instance: Instance, from: Thing, order: 'by name' | 'in order'): void {
  const dict = asKind(from, 'dict');
  if (dict) {
    for (const [key, one] of dict.entries) instance.attrs.set(String(key), one);
    if (!dict.exact) instance.exact = false;
    return;
  }
  const items = itemsOf(from);
  if (!items || asKind(from, 'list')?.exact === false || asKind(from, 'instance')?.exact === false)
    instance.exact = false;
  if (order === 'in order') return putAll(instance, items ?? []);
  for (const item of items ?? []) {
    const [key, one] = asKind(item, 'list')?.items ?? [];
    if (typeof key === 'string' && one !== undefined) instance.attrs.set(key, one);
    else instance.exact = false;
  }
}

/** A deep copy: its weights are other ones, those shared inside it stay shared. */
export function copied(thing: Thing, seen = new Map<Thing, Thing>()): Thing {
  const known = seen.get(thing);
  if (known !== undefined) return known;
  const parameter = asKind(thing, 'parameter');
  if (parameter) return remember(seen, thing, { ...parameter } satisfies Parameter);
  const list = asKind(thing, 'list');
  if (list) return { ...list, items: list.items.map((one) => copied(one, seen)) };
  const instance = asKind(thing, 'instance');
  if (!instance) return thing;
  const copy: Instance = { ...instance, attrs: new Map(), config: new Map(instance.config) };
  seen.set(thing, copy);
  for (const [key, one] of instance.attrs) copy.attrs.set(key, copied(one, seen));
  return copy;
}

function remember(seen: Map<Thing, Thing>, thing: Thing, copy: Thing): Thing {
  seen.set(thing, copy);
  return copy;
}
