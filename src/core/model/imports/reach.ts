/** What runs when a function or class runs: definitions of its own file, and what it uses of other files. */
import type { ClassDef, FunctionDef, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import type { Model } from '../model';
import type { Imported, ImportedBehaviour } from './imported';
import { localBases } from './members';

export type Definition = FunctionDef | ClassDef;
export type Does = Extract<Imported, ImportedBehaviour>;

/** The definitions of one file that run when one of them runs, and what they use of other files. */
export interface Reach {
  readonly scopes: readonly Definition[];
  readonly imported: readonly Does[];
  readonly words: ReadonlySet<string>;
}

/** Programs that people write do not pass work on further than this before they do it. */
const MOST_SCOPES = 40;

export function reachOf(model: Model, start: Definition): Reach {
  const scopes = new Set<Definition>([start]);
  const imported = new Set<Does>();
  const words = new Set<string>();
  for (const scope of scopes) {
    if (scopes.size > MOST_SCOPES) break;
    if (scope.kind === 'class') for (const base of localBases(model, scope)) scopes.add(base);
    for (const node of descend(scope)) {
      if (node.kind === 'name') words.add(node.id);
      if (node.kind === 'attribute') words.add(node.attr);
      if (node.kind === 'argument' && node.name !== null) words.add(node.name);
      if (node.kind === 'call') follow(model, node, scopes, imported);
    }
  }
  return { scopes: [...scopes], imported: [...imported], words };
}

function follow(
  model: Model,
  call: Extract<Node, { kind: 'call' }>,
  scopes: Set<Definition>,
  imported: Set<Does>,
): void {
  const origins = model.origins(call.func);
  const callee = origins.some(({ kind }) => kind === 'function' || kind === 'instance')
    ? model.calleeOf(call)
    : undefined;
  if (callee) scopes.add(callee);
  for (const origin of origins) {
    if (origin.kind === 'class') scopes.add(origin.definition);
    const thing = origin.kind === 'external' ? model.imported(origin.name) : undefined;
    if (thing && thing.kind !== 'constant') imported.add(thing);
  }
}
