/** What a name stands for where the code that builds a network uses it: a local of the running function, or what its file knows. */
import type { Attribute, Binding, Call, Expr, Name, Node, Param } from '../../syntax/ast';
import { enclosingFunction } from '../../syntax/walk';
import { bindingIn } from '../bind';
import { placeOf } from '../imports/places';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import type { Origin } from '../origins';
import { compared } from './arithmetic';
import { attributeOf } from './attributes';
import { calleeName } from '../traverse';
import { batchOf } from './data-sets';
import { hinted } from './hints';
import { subscripted } from './items';
import { fileFrame, plainValue } from './plain-values';
import type { Run } from './run';
import { asKind, truthOf, UNKNOWN_THING, type Frame, type Thing } from './things';

export function lookUp(run: Run, node: Name, frame: Frame): Thing {
  for (let at: Frame | undefined = frame; at; at = at.outer) {
    const found = at.names?.get(node.id);
    if (found !== undefined) return found;
  }
  return hinted(ambient(run, node, frame.file), node.id);
}

/** A name of the file, or an attribute of one. */
function ambient(run: Run, node: Name, file: Model): Thing {
  const plain = plainValue(run, file.value(node), file);
  // What is empty where it is made is filled elsewhere: a table of classes.
  if (plain !== undefined && asKind(plain, 'dict')?.entries.size !== 0) return plain;
  const bindings = taken(run, reachingBindings(node), file);
  const [only, ...others] = bindings;
  if (only && others.length === 0 && only.imported === null) return bound(run, only, file);
  const started = bindings.filter(({ kind }) => kind !== 'augassign');
  if (started[0] && started.length === 1 && others.length > 0) {
    // `layers += [...]` changes the list that the name was bound to.
    const list = asKind(bound(run, started[0], file), 'list');
    if (list) return list;
  }
  const origins = file.origins(node);
  const [origin] = origins;
  return origin && origins.length === 1 ? ofOrigin(run, origin, file) : UNKNOWN_THING;
}

/** Of several bindings those that do not stand in a branch which is not taken. */
function taken(run: Run, bindings: readonly Binding[], file: Model): readonly Binding[] {
  if (bindings.length < 2) return bindings;
  const left = bindings.filter(({ node }) => !isSkipped(run, node, file));
  return left.length > 0 ? left : bindings;
}

function isSkipped(run: Run, node: Node, file: Model): boolean {
  for (let at: Node = node; at.parent; at = at.parent) {
    const { parent } = at;
    if (parent.kind === 'function') return false;
    if (parent.kind !== 'if' || parent.test === at) continue;
    const truth = truthOf(run.evaluate(parent.test, fileFrame(file)));
    if (truth !== undefined && truth !== parent.body.some((one) => one === at)) return true;
  }
  return false;
}

function bound(run: Run, binding: Binding, file: Model): Thing {
  const { node, value, path, kind } = binding;
  const frame = fileFrame(file);
  if (node.kind === 'function') return { is: 'function', definition: node, frame, self: undefined, owner: undefined };
  if (node.kind === 'class') return { is: 'class', definition: node, frame };
  if (node.kind === 'param') {
    const owner = enclosingFunction(node);
    const callers = owner ? file.callersOf(owner) : [];
    return owner
      ? passedAlike(run, callers, (call) => bindingIn(call, owner, node) ?? defaultAt(call, node), frame)
      : UNKNOWN_THING;
  }
  if (value && kind === 'for') return inTurn(run, value, path, frame);
  if (!value || (kind !== 'assign' && kind !== 'walrus')) return UNKNOWN_THING;
  return path.reduce<Thing>((whole, index) => subscripted(whole, [index]), run.evaluate(value, frame));
}

/** What a loop binds: `for x, y in loader`, `for step, (x, y) in enumerate(loader)`, under a progress bar. */
function inTurn(run: Run, over: Expr, path: readonly number[], frame: Frame): Thing {
  const name = over.kind === 'call' ? calleeName(over) : '';
  const inner = over.kind === 'call' ? over.args[0]?.value : undefined;
  if (inner && name === 'enumerate') return path[0] === 1 ? inTurn(run, inner, path.slice(1), frame) : UNKNOWN_THING;
  if (inner && /^(tqdm|trange|track)$/.test(name)) return inTurn(run, inner, path, frame);
  const batch = batchOf(run.evaluate(over, frame));
  return path.reduce<Thing>((whole, index) => subscripted(whole, [index]), batch);
}

/** What a parameter is where a call leaves it out, as one that unpacks arguments may not. */
const defaultAt = ({ args }: Call, param: Param): Expr | null =>
  args.some(({ star }) => star !== '') ? null : param.default;

const MOST_CALLERS = 8;

/** What all callers of a function pass for a parameter; unknown where they differ. */
function passedAlike(run: Run, callers: readonly Call[], passed: (call: Call) => Expr | null, frame: Frame): Thing {
  if (callers.length > MOST_CALLERS) return UNKNOWN_THING;
  const values = callers.map(passed);
  const [first, ...others] = values.map((one) => (one ? run.evaluate(one, frame) : UNKNOWN_THING));
  if (first === undefined || !others.every((one) => compared('==', one, first) === true)) return UNKNOWN_THING;
  return first;
}

function ofOrigin(run: Run, origin: Origin, file: Model): Thing {
  switch (origin.kind) {
    case 'external':
      return external(run, origin.name, file);
    case 'class':
      return { is: 'class', definition: origin.definition, frame: fileFrame(file) };
    case 'function':
      return {
        is: 'function',
        definition: origin.definition,
        frame: fileFrame(file),
        self: undefined,
        owner: undefined,
      };
    case 'result':
    case 'instance':
      return origin.call ? run.evaluate(origin.call, fileFrame(file)) : UNKNOWN_THING;
    default:
      return UNKNOWN_THING;
  }
}

/** A name of a library, or what another file of the workspace has under the name. */
function external(run: Run, name: string, file: Model): Thing {
  const place = name.includes('(') ? undefined : placeOf(file, name);
  if (!place) return name.includes('(') ? UNKNOWN_THING : { is: 'library', name };
  const { model, definition, bindings, rest } = place;
  const frame = fileFrame(model);
  const start: Thing = definition
    ? definition.kind === 'class'
      ? { is: 'class', definition, frame }
      : { is: 'function', definition, frame, self: undefined, owner: undefined }
    : bindings.length === 1 && bindings[0]
      ? bound(run, bindings[0], model)
      : UNKNOWN_THING;
  return rest.reduce<Thing>((owner, part) => attributeOf(run, owner, part, frame), start);
}

/** An attribute whose owner is no local: of a library, or one of which the file knows the value. */
export function libraryOf(run: Run, node: Attribute, frame: Frame): Thing | undefined {
  const root = rootOf(node);
  if (root.kind !== 'name' || isLocal(root, frame)) return undefined;
  const plain = plainValue(run, frame.file.value(node), frame.file);
  if (plain !== undefined) return plain;
  const origins = frame.file.origins(node);
  const [origin] = origins;
  if (origin?.kind !== 'external' || origins.length > 1 || origin.name.includes('(')) return undefined;
  return external(run, origin.name, frame.file);
}

function rootOf(node: Expr): Expr {
  return node.kind === 'attribute' ? rootOf(node.value) : node;
}

function isLocal(name: Name, frame: Frame): boolean {
  for (let at: Frame | undefined = frame; at; at = at.outer) if (at.names?.has(name.id)) return true;
  return false;
}
