/** Makes dictionaries in the code that builds a network: from literals, calls and the attributes of objects. */
import type { Dict as DictNode } from '../../syntax/ast';
import { putFrom } from './containers';
import type { Run } from './run';
import { asKind, instanceOf, isKey, type Dict, type Frame, type Given, type Thing } from './things';

/** `{"a": 1, **more}`. */
export function dictionary(run: Run, { entries }: DictNode, frame: Frame): Thing {
  const dict: Dict = { is: 'dict', entries: new Map(), exact: true };
  for (const { key, value } of entries) {
    const item = run.evaluate(value, frame);
    if (key === null) {
      const more = asKind(item, 'dict');
      for (const [name, one] of more?.entries ?? []) dict.entries.set(name, one);
      if (!more?.exact) dict.exact = false;
      continue;
    }
    const name = run.evaluate(key, frame);
    if (isKey(name)) dict.entries.set(name, item);
    else dict.exact = false;
  }
  return dict;
}

/** `dict(a=1)`, `OrderedDict([("a", 1)])`. */
export function dictOf({ plain, named, complete }: Given): Thing {
  const dict: Dict = { is: 'dict', entries: new Map(), exact: complete };
  const [first] = plain;
  const holder = instanceOf(null);
  if (first !== undefined) putFrom(holder, first, 'by name');
  for (const [key, value] of [...holder.attrs, ...named]) dict.entries.set(key, value);
  if (!holder.exact) dict.exact = false;
  return dict;
}

/** `vars(args)`, which is the object's own table. */
export function attributesOf(thing: Thing | undefined): Thing | undefined {
  const dict = asKind(thing, 'dict');
  const instance = asKind(thing, 'instance');
  if (dict || !instance || instance.library !== null) return dict;
  return { is: 'dict', entries: new Map(instance.attrs), exact: instance.exact };
}
