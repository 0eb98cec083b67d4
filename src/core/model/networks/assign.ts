/** Assignments in the code that builds a network, to names, attributes and items. */
import type { Expr } from '../../syntax/ast';
import { itemsOf } from './items';
import type { Run } from './run';
import { asKind, listOf, UNKNOWN_THING, type Frame, type Thing } from './things';

export function assignTo(run: Run, target: Expr, value: Thing, frame: Frame): void {
  switch (target.kind) {
    case 'name':
      frame.names?.set(target.id, value);
      return;
    case 'attribute': {
      const owner = run.evaluate(target.value, frame);
      setAttribute(owner, target.attr, value);
      return;
    }
    case 'subscript': {
      const [index] = target.index;
      setItem(run.evaluate(target.value, frame), index ? run.evaluate(index, frame) : UNKNOWN_THING, value);
      return;
    }
    case 'tuple':
    case 'list':
      unpack(run, target.items, value, frame);
      return;
    default:
  }
}

export function setAttribute(owner: Thing, name: string, value: Thing): void {
  asKind(owner, 'instance')?.attrs.set(name, value);
  const dict = asKind(owner, 'dict');
  dict?.entries.set(name, value);
}

function setItem(owner: Thing, index: Thing, value: Thing): void {
  const [dict, list, module] = [asKind(owner, 'dict'), asKind(owner, 'list'), asKind(owner, 'instance')];
  if (typeof index !== 'string' && typeof index !== 'number') {
    for (const one of [dict, list, module]) if (one) one.exact = false;
    return;
  }
  dict?.entries.set(index, value);
  if (list && typeof index === 'number') list.items[index < 0 ? list.items.length + index : index] = value;
  if (module) {
    const at = typeof index === 'number' && index < 0 ? module.attrs.size + index : index;
    module.attrs.set(String(at), value);
  }
}

function unpack(run: Run, targets: readonly Expr[], value: Thing, frame: Frame): void {
  const items = asKind(value, 'list')?.exact === false ? undefined : itemsOf(value);
  const star = targets.findIndex((one) => one.kind === 'starred');
  for (const [at, target] of targets.entries()) {
    if (target.kind === 'starred' && target.parts[0]) {
      const rest = items?.slice(at, items.length - (targets.length - 1 - at));
      assignTo(run, target.parts[0], rest ? listOf([...rest]) : UNKNOWN_THING, frame);
    } else {
      const from = star >= 0 && at > star ? (items?.length ?? 0) - (targets.length - at) : at;
      assignTo(run, target, items?.[from] ?? UNKNOWN_THING, frame);
    }
  }
}
