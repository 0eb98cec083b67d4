/** Finds Keras callbacks that move a weight of the loss along the planned length of training, as KL annealing does. */
import type { Model } from '../../model/model';
import { epochsOf, type KerasFit } from '../../model/trainers/keras-fit';
import { calleeName } from '../../model/traverse';
import { asNumber } from '../../model/values';
import type { Call, ClassDef, Expr, FunctionDef, Lambda, Node } from '../../syntax/ast';
import { descend, isSelf } from '../../syntax/walk';

export type Hook = FunctionDef | Lambda;

/** True when a callback of the fit sets a variable to a share of the epochs or steps that are to come. */
export function annealsOverEpochs(model: Model, fit: KerasFit): boolean {
  const callbacks = fit.given.get('callbacks');
  if (!callbacks) return false;
  const epochs = epochsOf(model, fit)?.count ?? 0;
  return hooksOf(model, callbacks.value).some(({ hook, counters }) => {
    const values = valuesSet(hook);
    const clock = moving(hook, counters);
    return values.some((value) => isShareOfRun(model, value, clock, epochs) || isLookedUp(value, clock));
  });
}

interface Timed {
  readonly hook: Hook;
  /** Texts of what the callback counts up itself. */
  readonly counters: ReadonlySet<string>;
}

const HOOK = /^on_(train_)?(epoch|batch)_(begin|end)$/;
export const NO_COUNTERS: ReadonlySet<string> = new Set();

/** What the callbacks run as training goes on: methods of classes of this file, functions given to `LambdaCallback`. */
function hooksOf(model: Model, callbacks: Expr): readonly Timed[] {
  return model
    .callbacks(callbacks)
    .members.flatMap((member) => model.origins(member))
    .flatMap((origin): readonly Timed[] => {
      if (origin.kind === 'instance') return methodHooks(origin.of);
      return origin.kind === 'result' && origin.of.endsWith('.LambdaCallback') ? lambdaHooks(model, origin.call) : [];
    });
}

function methodHooks(definition: ClassDef): readonly Timed[] {
  const counters = countersOf(definition);
  return definition.body.flatMap((one) =>
    one.kind === 'function' && HOOK.test(one.name) ? [{ hook: one, counters }] : [],
  );
}

function lambdaHooks(model: Model, { args }: Call): readonly Timed[] {
  return args.flatMap(({ name, value }): readonly Timed[] => {
    if (!HOOK.test(name ?? '')) return [];
    if (value.kind === 'lambda') return [{ hook: value, counters: NO_COUNTERS }];
    return model
      .origins(value)
      .flatMap((one) => (one.kind === 'function' ? [{ hook: one.definition, counters: NO_COUNTERS }] : []));
  });
}

/** `self.count += 1`, `self.count = self.count + 1`. */
function countersOf(definition: ClassDef): ReadonlySet<string> {
  const found = new Set<string>();
  for (const node of descend(definition)) {
    if (node.kind === 'augassign' && node.op === '+') found.add(wordOf(node.target));
    if (node.kind !== 'assign' || node.value?.kind !== 'binary' || node.value.op !== '+') continue;
    for (const target of node.targets) if (wordOf(target) === wordOf(node.value.left)) found.add(wordOf(target));
  }
  found.delete('');
  return found;
}

/** A name, or the last part of an attribute with a mark before it. */
function wordOf(expression: Expr): string {
  if (expression.kind === 'name') return expression.id;
  return expression.kind === 'attribute' ? `.${expression.attr}` : '';
}

/** The epoch, own counters, and local names that are computed from them. */
export function moving(hook: Hook, counters: ReadonlySet<string>): ReadonlySet<string> {
  const first = hook.params.find(({ name }) => name !== 'self');
  const words = new Set([...counters, ...(first ? [first.name] : [])]);
  for (const node of descend(hook)) {
    if (node.kind !== 'assign' || !node.value || !mentions(node.value, words)) continue;
    for (const target of node.targets) if (target.kind === 'name') words.add(target.id);
  }
  return words;
}

export function mentions(node: Node, words: ReadonlySet<string>): boolean {
  for (const one of descend(node))
    if ((one.kind === 'name' || one.kind === 'attribute') && words.has(wordOf(one))) return true;
  return false;
}

/** What is written to variables and to attributes of other objects, and the local values that goes into it. */
function valuesSet(hook: Hook): readonly Expr[] {
  const nodes = [...descend(hook)];
  const written = nodes.flatMap((node) => writtenBy(node) ?? []);
  const names = new Set(written.flatMap((value) => [...descend(value)].flatMap((one) => wordOf(one as Expr))));
  const local = nodes.flatMap((node) =>
    node.kind === 'assign' && node.value && node.targets.some((one) => one.kind === 'name' && names.has(one.id))
      ? [node.value]
      : [],
  );
  return [...written, ...local];
}

/** `K.set_value(beta, x)`, `beta.assign(x)`, `self.model.beta = x`; an attribute of the callback itself is its own affair. */
function writtenBy(node: Node): Expr | undefined {
  if (node.kind === 'call' && calleeName(node) === 'set_value') return node.args[1]?.value;
  if (node.kind === 'call' && node.func.kind === 'attribute' && node.func.attr === 'assign') return node.args[0]?.value;
  if (node.kind !== 'assign' || !node.value) return undefined;
  const [target] = node.targets;
  const isOwn = target?.kind === 'attribute' && isSelf(target.value);
  return target?.kind === 'attribute' && !isOwn ? node.value : undefined;
}

/** `epoch / total`; a ramp that is over before half of the epochs does not count. */
export function isShareOfRun(model: Model, value: Node, clock: ReadonlySet<string>, epochs: number): boolean {
  for (const node of descend(value)) {
    if (node.kind !== 'binary' || node.op !== '/' || !mentions(node.left, clock) || mentions(node.right, clock))
      continue;
    const length = asNumber(model.value(node.right));
    if (length === undefined || length >= epochs / 2) return true;
  }
  return false;
}

/** `betas[epoch]`: a table with a place for each epoch. */
function isLookedUp(value: Expr, clock: ReadonlySet<string>): boolean {
  for (const node of descend(value)) {
    const [index] = node.kind === 'subscript' ? node.index : [];
    if (index && (index.kind === 'name' || index.kind === 'attribute') && clock.has(wordOf(index))) return true;
  }
  return false;
}
