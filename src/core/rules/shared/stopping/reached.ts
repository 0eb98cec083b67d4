/** Whether an object that was made is ever handed to anything. */
import type { Call, Name, Node } from '../../../syntax/ast';
import type { Model } from '../../../model/model';
import { boundName } from '../../../model/traverse';

const ADDS = /^(append|extend|insert)$/;
const MAX_DEPTH = 4;

/** False only when the object, and every list it is put into, is read nowhere. */
export function isUsed(model: Model, made: Call): boolean {
  return escapes(model, made, 0);
}

function escapes(model: Model, node: Node, depth: number): boolean {
  const { parent } = node;
  if (!parent || depth > MAX_DEPTH) return true;
  if (parent.kind === 'exprstmt') return false;
  if (parent.kind === 'list' || parent.kind === 'tuple') return escapes(model, parent, depth + 1);
  if (parent.kind === 'assign') return assignedEscapes(model, node as Call, depth);
  if (parent.kind === 'argument' && parent.parent?.kind === 'call') return addedEscapes(model, parent.parent, depth);
  return true;
}

/** A name that other modules may import is not looked into: it must be read here, or nowhere. */
function assignedEscapes(model: Model, value: Call, depth: number): boolean {
  const name = boundName(value);
  if (name === undefined) return true;
  return model.usesOf(value).some((use) => escapes(model, use, depth + 1));
}

/** `callbacks.append(stop)` hands it to what reads the list. */
function addedEscapes(model: Model, call: Call, depth: number): boolean {
  const { func } = call;
  if (func.kind !== 'attribute' || !ADDS.test(func.attr) || func.value.kind !== 'name') return true;
  const list = func.value;
  return readsOf(model, list).some((use) => escapes(model, use, depth + 1));
}

/** Reads of the list besides other additions to it and the places where it is bound. */
function readsOf(model: Model, list: Name): readonly Name[] {
  return model.program.names(list.id).filter(({ parent }) => {
    if (parent?.kind === 'assign' || parent?.kind === 'augassign')
      return parent.kind === 'assign' && !parent.targets.some((one) => one.kind === 'name' && one.id === list.id);
    return !(parent?.kind === 'attribute' && ADDS.test(parent.attr));
  });
}
