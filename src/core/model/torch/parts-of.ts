/** The code that a trained network is made of: its class or container, and the classes and functions that these call. */
import type { Call, ClassDef, Expr, FunctionDef, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import type { Model } from '../model';
import { perModelAnd } from '../per-model';

/** More than the largest networks of a program have. */
const MOST = 60;

/** Classes, functions and calls of containers, the network's own first; empty for one that is not of this program. */
export function partsOf(model: Model, network: Expr): readonly Node[] {
  const found = new Set<Node>(rootsOf(model, network));
  for (const node of found) {
    if (found.size > MOST) break;
    for (const part of partsIn(model, node)) found.add(part);
  }
  return [...found];
}

const rootsOf = (model: Model, network: Expr): readonly Node[] =>
  model.origins(network).flatMap((origin): readonly Node[] => {
    if (origin.kind === 'instance') return origin.call ? [origin.of, origin.call] : [origin.of];
    return origin.kind === 'result' ? [origin.call] : [];
  });

const partsIn = perModelAnd((model: Model, node: Node): readonly (ClassDef | FunctionDef)[] =>
  [...descend(node)].flatMap((one) => {
    if (one.kind === 'call') return calledBy(model, one);
    return one.kind === 'name' && one.parent?.kind === 'argument' ? classesOf(model, one) : [];
  }),
);

function calledBy(model: Model, call: Call): readonly (ClassDef | FunctionDef)[] {
  const callee = model.calleeOf(call);
  return callee && callee.name !== '__init__' ? [callee] : classesOf(model, call.func);
}

const classesOf = (model: Model, value: Expr): readonly ClassDef[] =>
  model.origins(value).flatMap((origin) => (origin.kind === 'class' ? [origin.definition] : []));
