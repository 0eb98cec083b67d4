/** What a function or class of another file does, through everything that it calls there. */
import type { ClassDef, Loop, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import type { DeviceKind } from '../device';
import type { TrainingLoop } from '../loops';
import type { Model } from '../model';
import { isRiskyUnderAutocast } from '../torch/autocast-risk';
import { backwardEvents, isWithin, updateEvents } from '../torch/events';
import { UNKNOWN, type Value } from '../values';
import type { ImportedBehaviour } from './imported';
import { type Definition, type Does, type Reach, reachOf } from './reach';

/** What the code of one file does by itself, and what it uses of others. */
interface Own {
  readonly model: Model;
  readonly definition: Definition;
  readonly reach: Reach;
  readonly loops: readonly TrainingLoop[];
  readonly within: (node: Node) => boolean;
}

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
    const get = once<unknown>(() => fact(reached(thing)), NOTHING[key as keyof ImportedBehaviour]);
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
  ...{ device: 'unknown', stops: false, isRiskyUnderAutocast: false, uses: () => false },
};

type Known<T> = Omit<T, keyof ImportedBehaviour>;

function ownBehaviour(model: Model, definition: Definition): Own {
  const reach = reachOf(model, definition);
  const within = (node: Node): boolean => reach.scopes.some((scope) => isWithin(node, scope));
  return { model, definition, reach, within, loops: model.trainingLoops.filter(({ step }) => within(step)) };
}

/** The thing itself first, then what it uses, nearest first. */
function reached(thing: Does): readonly Own[] {
  const things = new Set<Does>([thing]);
  const found: Own[] = [];
  for (const one of things) {
    const own = OWN.get(one)?.();
    if (!own) continue;
    found.push(own);
    if (things.size < MOST_REACHED) for (const next of own.reach.imported) things.add(next);
  }
  return found;
}

/** Each says what all the code does together. */
const FACTS: { readonly [K in keyof ImportedBehaviour]: (all: readonly Own[]) => ImportedBehaviour[K] } = {
  trains: (all) => first(all, trainsOf) ?? null,
  epochs: (all) => epochsOf(all.find((own) => trainsOf(own) !== undefined)) ?? UNKNOWN,
  training: (all) => first(all, ({ loops }) => loops[0]?.kind) ?? null,
  evaluates: (all) => all.some(({ model, within }) => model.evaluationPasses.some(({ node }) => within(node))),
  gradOff: (all) => all[0] !== undefined && isGradientFree(all[0], usesOf(all)),
  precision: (all) => precisionOf(usesOf(all)),
  device: (all) => first(all, deviceOf) ?? 'unknown',
  stops: (all) => usesOf(all)(STOPS),
  isRiskyUnderAutocast: (all) =>
    all.some(({ model, reach }) => reach.scopes.some((scope) => isRiskyUnderAutocast(model, scope))),
  uses: usesOf,
};

function usesOf(all: readonly Own[]): (pattern: RegExp) => boolean {
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

function trainsOf({ model, loops, within }: Own): NonNullable<ImportedBehaviour['trains']> | undefined {
  if (loops.some(({ epoch }) => epoch !== null && within(epoch))) return 'epochs';
  if (loops.length > 0) return 'steps';
  const has = (events: readonly { readonly call: Node }[]): boolean => events.some(({ call }) => within(call));
  return has(backwardEvents(model)) && has(updateEvents(model)) ? 'step' : undefined;
}

function epochsOf(own: Own | undefined): Value | undefined {
  const loop = own?.loops.find(({ epoch }) => epoch !== null && own.within(epoch));
  return loop && { ...loop.epochs, source: null };
}

/** The loop over epochs of a function. */
export function ownEpochLoop(model: Model, definition: Definition): Loop | undefined {
  return model.trainingLoops.find(({ epoch }) => epoch !== null && isWithin(epoch, definition))?.epoch ?? undefined;
}

const GRAD_OFF = /^(no_grad|inference_mode|set_grad_enabled)$|no_grad|inference_mode/;

/** Decorated so, an own decorator or context that enters such a scope, or every forward in it is guarded. */
function isGradientFree({ model, definition, within }: Own, uses: (pattern: RegExp) => boolean): boolean {
  if (!uses(GRAD_OFF)) return false;
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
