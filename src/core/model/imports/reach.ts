/** What runs when a function or class of another file runs: the definitions of its file that it uses, and what it uses of others. */
import type { ClassDef, FunctionDef, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import type { TrainingLoop } from '../loops';
import type { Model } from '../model';
import { isWithin } from '../torch/events';
import type { Imported, ImportedBehaviour, ImportedFunction } from './imported';
import { localBases } from './members';

export type Definition = FunctionDef | ClassDef;
export type Does = Extract<Imported, ImportedBehaviour>;

/** The definitions of one file that run when one of them runs, and what they use of other files. */
interface Reach {
  readonly scopes: readonly Definition[];
  readonly imported: readonly Does[];
  readonly words: ReadonlySet<string>;
}

/** Programs that people write do not pass work on further than this before they do it. */
const MOST_SCOPES = 40;

/** What the code of one file does by itself, and what it uses of others. */
export interface Own {
  readonly model: Model;
  readonly definition: Definition;
  readonly reach: Reach;
  readonly loops: readonly TrainingLoop[];
  readonly within: (node: Node) => boolean;
  /** The functions that certainly run: those of a class that is only made are not among them, but for its constructor. */
  readonly runs: Runs;
}

/** What is called, step by step, of one file and of others. */
interface Runs {
  readonly scopes: readonly Definition[];
  readonly imported: readonly ImportedFunction[];
  readonly within: (node: Node) => boolean;
}

export function ownBehaviour(model: Model, definition: Definition): Own {
  const reach = reachOf(model, definition);
  const within = inside(reach.scopes);
  const loops = model.trainingLoops.filter(({ step }) => within(step));
  return { model, definition, reach, within, loops, runs: runsOf(model, definition) };
}

const inside =
  (scopes: readonly Definition[]) =>
  (node: Node): boolean =>
    scopes.some((scope) => isWithin(node, scope));

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

function runsOf(model: Model, start: Definition): Runs {
  const scopes = new Set<Definition>([start]);
  const imported = new Set<ImportedFunction>();
  for (const scope of scopes) {
    if (scopes.size > MOST_SCOPES) break;
    for (const node of descend(scope)) {
      if (node.kind !== 'call') continue;
      const callee = model.calleeOf(node);
      if (callee) scopes.add(callee);
      const thing = callee ? undefined : model.imported(node.func);
      const called = thing?.kind === 'class' ? thing.method('__init__') : thing;
      if (called?.kind === 'function') imported.add(called);
    }
  }
  return { scopes: [...scopes], imported: [...imported], within: inside([...scopes]) };
}
