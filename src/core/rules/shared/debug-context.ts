/** Whether a debugging switch is a choice: made under a condition, for a part of the program, or taken back later. */
import type { Expr, FunctionDef, Node } from '../../syntax/ast';
import { ancestors, descend, enclosingFunction } from '../../syntax/walk';
import type { Model } from '../../model/model';
import type { DebugSwitch } from './debug-switch';

const MAX_DEPTH = 3;
const DEBUGGING = /debug|determin|reproduc|anomal|profil|nan_?check|seed|sanity|diagnos/i;

/** True under a condition of the program's own, in a function about debugging, or in one that nothing here runs. */
export function isChosen(model: Model, node: Node, depth = 0): boolean {
  let inner = node;
  for (const at of ancestors(node)) {
    if (at.kind === 'if' && inner !== at.test && !isAlwaysTaken(at.test)) return true;
    if (at.kind === 'try' && !(at.body as readonly Node[]).includes(inner)) return true;
    if (at.kind === 'function') return isChosenFunction(model, at, depth);
    inner = at;
  }
  return false;
}

function isChosenFunction(model: Model, owner: FunctionDef, depth: number): boolean {
  if (DEBUGGING.test(owner.name) || owner.decorators.some(isFixture)) return true;
  const calls = model.callersOf(owner);
  if (calls.length === 0) return !isEntry(model, owner);
  return depth < MAX_DEPTH && calls.every((call) => isChosen(model, call, depth + 1));
}

const ENTRY = /^_*(main|train\w*|fit\w*|run\w*|finetune\w*|fine_tune\w*|start|__init__|objective|setup|worker\w*)$/i;

/** A function that is the program's own way in, or that is handed to something that runs it. */
function isEntry(model: Model, owner: FunctionDef): boolean {
  if (ENTRY.test(owner.name) || owner.decorators.length > 0) return true;
  return model.program.names(owner.name).some(({ parent }) => parent?.kind === 'argument');
}

function isFixture(decorator: Expr): boolean {
  for (const node of descend(decorator)) {
    if (node.kind === 'name' && /fixture|skip|parametri[sz]e/.test(node.id)) return true;
    if (node.kind === 'attribute' && /fixture|skip|parametri[sz]e/.test(node.attr)) return true;
  }
  return false;
}

/** `if __name__ == "__main__"`, `if True`, and questions about the accelerator, whose answer is yes where it matters. */
function isAlwaysTaken(test: Expr): boolean {
  if (test.kind === 'constant') return test.value === true || test.value === 1;
  for (const node of descend(test)) {
    if (node.kind === 'name' && node.id === '__name__') return true;
    if (node.kind === 'call' && node.func.kind === 'attribute' && node.func.attr === 'is_available') return true;
    if (node.kind === 'attribute' && /^(cuda|use_cuda)$/.test(node.attr)) return true;
    if (node.kind === 'name' && node.id === 'use_cuda') return true;
  }
  return false;
}

/** The same switch is turned off again, so that only a part of the program, or a demonstration, runs with it. */
export function isSwitchedBack(one: DebugSwitch, all: readonly DebugSwitch[]): boolean {
  const owner = enclosingFunction(one.node);
  return all.some((other) => {
    if (other.name !== one.name || other.state !== 'off' || other.node.start < one.node.start) return false;
    return enclosingFunction(other.node) === owner || enclosingFunction(other.node) === undefined;
  });
}
