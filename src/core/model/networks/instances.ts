/** `isinstance(thing, kind)` in the code that builds a network. */
import { lineOf } from './classes';
import type { Run } from './run';
import { asKind, UNKNOWN_THING, type Thing } from './things';

/** Against classes of the project, layers, and types of numbers and lists. */
export function isInstance(run: Run, thing: Thing | undefined, kinds: Thing | undefined): Thing {
  if (thing === undefined || kinds === undefined || asKind(thing, 'unknown')) return UNKNOWN_THING;
  const all = asKind(kinds, 'list')?.items ?? [kinds];
  const answers = all.map((kind) => isOf(run, thing, kind));
  return answers.includes(true) ? true : answers.includes(undefined) ? UNKNOWN_THING : false;
}

function isOf(run: Run, thing: Thing, kind: Thing): boolean | undefined {
  const [library, local, instance] = [asKind(kind, 'library'), asKind(kind, 'class'), asKind(thing, 'instance')];
  if (instance) {
    if (local)
      return (
        instance.of !== null &&
        lineOf(run, instance.of).some((one) => one.is === 'class' && one.definition === local.definition)
      );
    return library ? instance.library === library.name || library.name === 'torch.nn.Module' : undefined;
  }
  switch (library?.name) {
    case 'builtins.int':
      return typeof thing === 'number' && Number.isInteger(thing);
    case 'builtins.float':
      return typeof thing === 'number' && !Number.isInteger(thing);
    case 'builtins.str':
      return typeof thing === 'string';
    case 'builtins.bool':
      return typeof thing === 'boolean';
    case 'builtins.dict':
      return asKind(thing, 'dict') !== undefined;
    case 'builtins.list':
    case 'builtins.tuple':
      return asKind(thing, 'list') === undefined ? false : undefined;
    default:
      return library?.name.startsWith('torch.nn.') ? false : undefined;
  }
}
