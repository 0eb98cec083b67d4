/** What stands against worker processes, living workers and pinned memory for one loader. */
import type { ClassDef, Expr, FunctionDef, Name, Node } from '../../syntax/ast';
import { descend, enclosing, enclosingFunction } from '../../syntax/walk';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { readsWholeText } from '../per-model';
import type { DatasetFacts } from './dataset-facts';
import type { Loader, LoaderCall } from './find-loaders';
import { passedFor } from './makers';
import { openHandle } from './open-handles';
import { loopsAround } from './readings';
import { returnedBy } from '../returns';
import { calleeName } from '../traverse';

const MOVES =
  /\.cuda\(|\.to\(\s*(self\.)?(device|["']cuda|args\.device|config\.device|torch\.device|DEVICE|dev\b)|device\s*=\s*(self\.)?(device|["']cuda|DEVICE)/;
const MAX_NODES = 60;
/** From the data set through a helper that zips tensors to the helper that made them. */
const MAX_STEPS = 5;

/** True when the items are on the accelerator before the loader hands them out: they can be neither pinned nor sent to workers. */
export function isOnDevice(model: Model, loader: LoaderCall, facts: DatasetFacts): boolean {
  const collate = loader.collate ? bodyOf(model, loader.collate) : [];
  const parts: Node[] = [...facts.definitions, ...facts.constructions, ...collate];
  const from = facts.work === 'none' ? throughCalls : sources;
  for (const call of facts.constructions) for (const { value } of call.args) parts.push(...from(model, value));
  const graph = loader.given.get('data')?.value;
  if (graph && isMoved(model, graph)) return true;
  return parts.some((part) => MOVES.test(model.program.text.slice(part.start, part.end)));
}

/** `data = data.to(device)`: a graph that batches are drawn from. */
function isMoved(model: Model, graph: Expr): boolean {
  const text = (node: Node): string => model.program.text.slice(node.start, node.end);
  if (sources(model, graph).some((one) => MOVES.test(text(one)))) return true;
  return ['to', 'cuda']
    .flatMap((name) => model.program.calls(name))
    .some(({ func }) => func.kind === 'attribute' && text(func.value) === text(graph));
}

type Step = (model: Model, expression: Expr) => readonly Expr[];

/** The values that a few steps of assignments give the names in an expression. */
function sources(model: Model, expression: Expr, step: Step = assignedTo, steps = 3): readonly Expr[] {
  const found = new Set<Expr>();
  let level: readonly Expr[] = [expression];
  for (let depth = 0; depth < steps && found.size < MAX_NODES; depth += 1) {
    level = level.flatMap((one) => step(model, one)).filter((one) => !found.has(one));
    for (const one of level) found.add(one);
  }
  return [...found];
}

function assignedTo(_: Model, expression: Expr): readonly Expr[] {
  const names = [...descend(expression)].filter((node): node is Name => node.kind === 'name');
  return names.flatMap((name) =>
    reachingBindings(name).flatMap(({ value, kind }) => (value && kind === 'assign' ? [value] : [])),
  );
}

/** Data that lie ready, also through helpers: what they are passed, and what they give back. */
const throughCalls = (model: Model, expression: Expr): readonly Expr[] =>
  sources(model, expression, stepsFrom, MAX_STEPS);

/** What the names in an expression were assigned or passed, and what the functions that it calls give back. */
function stepsFrom(model: Model, expression: Expr): readonly Expr[] {
  return [...descend(expression)].flatMap((node): readonly Expr[] => {
    if (node.kind === 'call') {
      const callee = model.calleeOf(node);
      return callee && callee.name !== '__init__' ? returnedBy(callee) : [];
    }
    if (node.kind !== 'name') return [];
    return reachingBindings(node).flatMap(({ value, kind, node: binder }) => {
      if (binder.kind === 'param') return passedFor(model, binder);
      return value && kind === 'assign' ? [value] : [];
    });
  });
}

function bodyOf(model: Model, expression: Expr): readonly Node[] {
  const made = model.origins(expression).flatMap((origin): Node[] => {
    if (origin.kind === 'function') return [origin.definition];
    return origin.kind === 'instance' ? [origin.of] : [];
  });
  return [expression, ...made];
}

/** Why items could not come from worker processes: what those are handed has to be pickled or shared. Undefined when nothing is seen. */
export function unsharable(
  model: Model,
  loader: Pick<Loader, 'call' | 'collate'>,
  facts: DatasetFacts,
): string | undefined {
  const local = [...facts.definitions, ...functionsOf(model, loader.collate)].find(isLocal);
  if (local)
    return `\`${local.name}\` is defined inside a function, so it cannot be sent to workers on Windows and macOS`;
  const handle = openHandle(model, facts.definitions);
  if (handle !== undefined)
    return `\`${handle}\` is opened before workers start, which cannot share it; open it in each worker, at its first item`;
  const parts: Node[] = [loader.call, ...facts.constructions, ...facts.definitions.flatMap(keptBy)];
  for (const call of [loader.call, ...facts.constructions])
    for (const { value } of call.args) parts.push(...sources(model, value));
  const lambda = parts.some((part) => [...descend(part)].some((node) => node.kind === 'lambda' && isHandedOn(node)));
  return lambda ? 'a lambda cannot be sent to workers on Windows and macOS' : undefined;
}

function functionsOf(model: Model, collate: Expr | null): readonly FunctionDef[] {
  if (!collate) return [];
  return model.origins(collate).flatMap((origin) => (origin.kind === 'function' ? [origin.definition] : []));
}

function isLocal(definition: ClassDef | FunctionDef): boolean {
  return enclosingFunction(definition) !== undefined;
}

/** What a data set keeps in `self`. */
function keptBy(definition: ClassDef): readonly Expr[] {
  return [...definition.selfBindings.values()].flat().flatMap(({ value }) => (value ? [value] : []));
}

/** A sort key or a pandas `apply` is gone when the data set is made. */
function isHandedOn(lambda: Node): boolean {
  const argument = lambda.parent;
  const call = argument?.kind === 'argument' ? argument.parent : null;
  if (call?.kind !== 'call') return true;
  const name = calleeName(call);
  return !/^(sorted|sort|map|filter|apply|applymap|max|min|sort_values|assign|groupby)$/.test(name);
}

/** Changes of the data set between two epochs, which workers that live on would not see. */
export function changesBetweenEpochs(model: Model, loader: Loader): boolean {
  const { text } = model.program;
  const name = loader.dataset ? text.slice(loader.dataset.start, loader.dataset.end) : '';
  const simple = /^[\w.]+$/.test(name) ? name.replace(/\./g, '\\.') : '(?!)';
  const change = new RegExp(
    `(\\b${simple}|\\.dataset)\\.(set_\\w+|shuffle|resample\\w*|update\\w*|reset\\w*|step|on_epoch\\w*|\\w+\\s*=(?!=))`,
  );
  return loader.readings.some(({ node, loop }) => {
    const around = loop ? loopsAround(loop).at(-1) : loopsAround(node).at(-1);
    return around !== undefined && change.test(text.slice(around.start, around.end));
  });
}

const MEMORY = /persistent|out of memory|\bOOM\b|\bRAM\b|low memory/i;

/** A comment in the call or right above it gives a reason to let the workers go. */
export function speaksOfMemory(model: Model, { call }: LoaderCall): boolean {
  if (!model.program.first(MEMORY)) return false;
  readsWholeText(model);
  return model.program.comments.some((comment) => {
    if (comment.end < call.start - 200 || comment.start > call.end + 80) return false;
    return MEMORY.test(model.program.text.slice(comment.start, comment.end));
  });
}

/** True for code that a worker process started with `spawn` would run again: at module level without a main guard. */
export function runsOnImport(model: Model, node: Node, depth = 0): boolean {
  const owner = enclosingFunction(node);
  if (!owner) return !isGuarded(model, node);
  if (depth > 4) return false;
  return model.callersOf(owner).some((call) => runsOnImport(model, call, depth + 1));
}

function isGuarded(model: Model, node: Node): boolean {
  for (let at = enclosing(node, 'if'); at; at = enclosing(at, 'if')) {
    if (/__name__/.test(model.program.text.slice(at.test.start, at.test.end))) return true;
  }
  return false;
}
