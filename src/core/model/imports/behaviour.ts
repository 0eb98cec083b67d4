/** What a function or class of another file does, through everything that it calls there. */
import type { ClassDef, Loop, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import type { DeviceKind } from '../device';
import type { Model } from '../model';
import { isRiskyUnderAutocast } from '../torch/autocast-risk';
import { isWithin } from '../torch/events';
import { UNKNOWN } from '../values';
import type { ImportedBehaviour } from './imported';
import { type Definition, type Does, type Own, ownBehaviour } from './reach';
import { epochsOf, importedLoop, trainsOf } from './training-facts';

/** Of each function and class that was described: what it does by itself, worked out when it is first asked for. */
const OWN = new WeakMap<Does, () => Own | undefined>();

/** Files that import everything from one another reach a great deal. */
const MOST_REACHED = 200;

/**
 * Gives what is known of a function or class what it does as well, when that is first asked for. Files may import each other in
 * a circle, so everything that can be reached is gathered first, and each part is looked at once.
 */
export function withBehaviour<T extends Does>(model: Model, definition: Definition, known: Known<T>): T {
  const thing = known as unknown as T;
  OWN.set(
    thing,
    once(() => ownBehaviour(model, definition), undefined),
  );
  for (const [key, fact] of Object.entries(FACTS)) {
    const get = once<unknown>(() => fact(thing), NOTHING[key as keyof ImportedBehaviour]);
    Object.defineProperty(thing, key, { get, enumerable: true });
  }
  return thing;
}

/** What is worked out when it is first asked for; `meanwhile` where that asks for itself. */
function once<T>(compute: () => T, meanwhile: T): () => T {
  let found: { readonly value: T } | undefined;
  let open = false;
  return () => {
    if (found) return found.value;
    if (open) return meanwhile;
    open = true;
    found = { value: compute() };
    open = false;
    return found.value;
  };
}

const NOTHING: ImportedBehaviour = {
  ...{ trains: null, epochs: UNKNOWN, training: null, evaluates: false, gradOff: false, precision: 'none' },
  ...{ loop: null, device: 'unknown', stops: false, isRiskyUnderAutocast: false, uses: () => false },
};

type Known<T> = Omit<T, keyof ImportedBehaviour>;

/** The thing itself first, then what it uses, nearest first. */
const reached = (thing: Does): readonly Own[] => through(thing, ({ reach }) => reach.imported);

/** The same for what certainly runs: to make an object is not to run its methods. */
const running = (thing: Does): readonly Own[] => through(thing, ({ runs }) => runs.imported);

function through(thing: Does, next: (own: Own) => readonly Does[]): readonly Own[] {
  const things = new Set<Does>([thing]);
  const found: Own[] = [];
  for (const one of things) {
    const own = OWN.get(one)?.();
    if (!own) continue;
    found.push(own);
    if (things.size < MOST_REACHED) for (const other of next(own)) things.add(other);
  }
  return found;
}

/** Each says what all the code does together. */
const FACTS: { readonly [K in keyof ImportedBehaviour]: (thing: Does) => ImportedBehaviour[K] } = {
  trains: (thing) => first(running(thing), trainsOf) ?? null,
  epochs: (thing) => epochsOf(running(thing).find((own) => trainsOf(own) !== undefined)),
  loop: (thing) => importedLoop(running(thing)),
  training: (thing) => first(reached(thing), ({ loops }) => loops[0]?.kind) ?? null,
  evaluates: (thing) =>
    reached(thing).some(({ model, within }) => model.evaluationPasses.some(({ node }) => within(node))),
  gradOff: (thing) => isGradientFree(reached(thing)[0], usesOf(thing)),
  precision: (thing) => precisionOf(usesOf(thing)),
  device: (thing) => first(reached(thing), deviceOf) ?? 'unknown',
  stops: (thing) => usesOf(thing)(STOPS),
  isRiskyUnderAutocast: (thing) =>
    reached(thing).some(({ model, reach }) => reach.scopes.some((scope) => isRiskyUnderAutocast(model, scope))),
  uses: usesOf,
};

function usesOf(thing: Does): (pattern: RegExp) => boolean {
  const all = reached(thing);
  return (pattern) => all.some(({ reach }) => [...reach.words].some((word) => pattern.test(word)));
}

function first<T>(all: readonly Own[], fact: (own: Own) => T | undefined): T | undefined {
  for (const own of all) {
    const found = fact(own);
    if (found !== undefined) return found;
  }
  return undefined;
}

const STOPS =
  /early_?stop|^patience$|^_?patience_counter$|should_(training_)?stop|stop_training|should_prune|TrialPruned/i;
const MIXED =
  /autocast|grad_?scaler|NativeScaler|LossScaleOptimizer|^(half|bfloat16|float16|set_global_policy|set_dtype_policy)$/i;
const OPTIONAL = /^(use_)?(fp16|bf16|amp|mixed_precision|half_precision)$/i;

function precisionOf(uses: (pattern: RegExp) => boolean): ImportedBehaviour['precision'] {
  if (uses(MIXED)) return 'mixed';
  return uses(OPTIONAL) ? 'optional' : 'none';
}

/** The loop over epochs of a function. */
export function ownEpochLoop(model: Model, definition: Definition): Loop | undefined {
  return model.trainingLoops.find(({ epoch }) => epoch !== null && isWithin(epoch, definition))?.epoch ?? undefined;
}

const GRAD_OFF = /^(no_grad|inference_mode|set_grad_enabled)$|no_grad|inference_mode/;

/** Decorated so, an own decorator or context that enters such a scope, or every forward in it is guarded. */
function isGradientFree(own: Own | undefined, uses: (pattern: RegExp) => boolean): boolean {
  if (!own || !uses(GRAD_OFF)) return false;
  const { model, definition, within } = own;
  const words = definition.decorators.flatMap((one) => [...wordsIn(one)]);
  if (words.some((word) => GRAD_OFF.test(word) || /contextmanager/.test(word))) return true;
  const passes = model.evaluationPasses.filter(({ node }) => within(node));
  if (passes.length > 0) return passes.every(({ guarded }) => guarded);
  const isWrapper = definition.body.some((one) => one.kind === 'function');
  return isWrapper || (definition.kind === 'class' && hasContextMethods(definition));
}

function hasContextMethods(definition: ClassDef): boolean {
  return definition.body.some((one) => one.kind === 'function' && one.name === '__enter__');
}

function deviceOf({ model, within }: Own): DeviceKind | undefined {
  const { kind, evidence } = model.device;
  const calls = model.program.calls('cuda').some((call) => call.func.kind === 'attribute' && within(call));
  if (calls && (kind === 'accelerator' || kind === 'conditional')) return kind;
  const inside = evidence.some(({ span }) => span.end > span.start && within(span as Node));
  return inside ? kind : undefined;
}

function* wordsIn(node: Node): Generator<string> {
  for (const one of descend(node)) {
    if (one.kind === 'name') yield one.id;
    if (one.kind === 'attribute') yield one.attr;
  }
}
