/** Finds hand-written training loops: a loop is one iff its body has a backward event and an update event. */
import type { Call, Expr, FunctionDef, Loop, Node } from '../syntax/ast';
import { ancestors, descend, enclosingFunction } from '../syntax/walk';
import { moved } from './answers';
import { isDead } from './dead-branches';
import { epochLoop, innermostLoop, iterationsOf } from './epoch-loops';
import type { TrainingLoop } from './loops';
import type { Model } from './model';
import { perModelAnd } from './per-model';
import { backwardEvents, frameworkOf, isWithin, updateEvents, updatesIn } from './torch/events';
import { trainingKind } from './torch/kind';
import { trainingTraits } from './torch/traits';
import { isForward, isModule, moduleTexts } from './torch/modules';
import { calleeName } from './traverse';
import { UNKNOWN } from './values';

const MAX_CALL_DEPTH = 3;

export function findTrainingLoops(model: Model): readonly TrainingLoop[] {
  const found = new Map<Loop, TrainingLoop>();
  for (const { call } of backwardEvents(model)) {
    if (isDead(model, call)) continue;
    for (const loop of loopsOf(model, call)) if (!found.has(loop.step)) found.set(loop.step, loop);
  }
  return [...found.values()].sort((a, b) => a.step.start - b.step.start);
}

/** The training loop that a node is the step of; an answer of its own, so that a change to other loops does not count. */
export const trainingLoopAt = perModelAnd(
  (model: Model, step: Node): TrainingLoop | undefined => model.trainingLoops.find((loop) => loop.step === step),
  moved,
);

/** The loops that run one backward event. */
const loopsOf = perModelAnd(
  (model: Model, backward: Call): readonly TrainingLoop[] =>
    stepSites(model, backward).map((site) => describe(model, backward, site)),
  moved,
);

interface StepSite {
  readonly step: Loop;
  readonly update: Call;
  /** The function with the backward event, when the loop is in a caller of it. */
  readonly via: FunctionDef | null;
}

/** The loops that run a backward event: around it, or around a call of the function it is in. */
function stepSites(model: Model, backward: Call): readonly StepSite[] {
  const near = loopWithUpdate(model, backward, []);
  if (near) return [{ ...near, via: null }];
  const owner = enclosingFunction(backward);
  if (!owner) return [];
  const [inside] = updatesIn(model, owner);
  return callChains(model, owner).flatMap((call): StepSite[] => {
    const around = inside ? innermostLoop(call) : undefined;
    if (around && inside) return [{ step: around, update: inside, via: owner }];
    const site = loopWithUpdate(model, call, [owner]);
    return site ? [{ ...site, via: owner }] : [];
  });
}

/** The innermost loop around `node`, in its function, that also runs an update (directly or one call away). */
function loopWithUpdate(model: Model, node: Node, also: readonly Node[]): Omit<StepSite, 'via'> | undefined {
  let within: Omit<StepSite, 'via'> | undefined;
  for (const at of ancestors(node)) {
    if (at.kind === 'function' || at.kind === 'class' || at.kind === 'lambda') return within;
    if (at.kind !== 'for' && at.kind !== 'while') continue;
    const [update] = [at, ...also].flatMap((scope) => updatesIn(model, scope));
    const called = update ?? updateCalledFrom(model, at);
    if (!called) continue;
    if (!isOverNetworks(model, at)) return { step: at, update: called };
    within ??= { step: at, update: called };
  }
  return within;
}

/** `for net in (actor, critic)` in a step trains several networks on one batch. */
function isOverNetworks(model: Model, loop: Loop): boolean {
  const [only] = loop.kind === 'for' ? model.value(loop.iter).alternatives : [];
  const items = (only?.type === 'sequence' && only.items) || [];
  const texts = moduleTexts(model);
  return items.some((item) => (item.kind === 'tuple' ? item.items : [item]).some((one) => isModule(model, one, texts)));
}

/** The first update in a function that the loop calls. */
const updateCalledFrom = perModelAnd((model: Model, loop: Loop): Call | undefined =>
  updateEvents(model)
    .map(({ call }) => call)
    .find((call) => calledFrom(model, loop, enclosingFunction(call))),
);

function calledFrom(model: Model, loop: Loop, definition: FunctionDef | undefined): boolean {
  return definition !== undefined && model.callersOf(definition).some((call) => isWithin(call, loop));
}

/** Calls of a function, and of functions that call it, that stand in a loop. */
function callChains(model: Model, owner: FunctionDef): readonly Call[] {
  const seen = new Set<FunctionDef>([owner]);
  let level: readonly FunctionDef[] = [owner];
  const found: Call[] = [];
  for (let depth = 0; depth < MAX_CALL_DEPTH && level.length > 0; depth += 1) {
    const next: FunctionDef[] = [];
    for (const call of level.flatMap((definition) => model.callersOf(definition))) {
      if (innermostLoop(call)) found.push(call);
      const caller = enclosingFunction(call);
      if (!innermostLoop(call) && caller && !seen.has(caller)) {
        seen.add(caller);
        next.push(caller);
      }
    }
    level = next;
  }
  return found;
}

function describe(model: Model, backward: Call, site: StepSite): TrainingLoop {
  const scopes: readonly Node[] = site.via ? [site.step, site.via] : [site.step];
  const forwards = scopes
    .flatMap((scope) => forwardsIn(model, scope))
    .filter((call, index, all) => all.indexOf(call) === index);
  const network = forwards[0]?.func ?? null;
  const epoch = epochLoop(model, site.step, (outer) => remakes(model, outer, site.step, network));
  return {
    framework: frameworkOf(backward),
    kind: trainingKind(model, site.step, scopes),
    traits: trainingTraits(model, scopes),
    step: site.step,
    stepFunction: site.via,
    epoch,
    epochs: epoch ? iterationsOf(model, epoch) : UNKNOWN,
    backward,
    update: site.update,
    forwards,
    model: network,
    loader: site.step.kind === 'for' ? loaderOf(site.step.iter) : null,
  };
}

/** Each turn of an outer loop makes the network anew: it repeats the training. */
function remakes(model: Model, outer: Loop, step: Loop, network: Expr | null): boolean {
  const [origin, ...others] = network ? model.origins(network) : [];
  const made = others.length === 0 ? origin : undefined;
  // What is not a class may hand back a network that was trained before.
  const isNew = made?.kind === 'instance' || (made?.kind === 'result' && /^(.*\.)?[A-Z]\w*$/.test(made.of));
  if (!isNew || !made.call) return false;
  const isBefore = isWithin(made.call, outer) || enclosingFunction(outer) !== enclosingFunction(step);
  return isBefore && enclosingFunction(made.call) === enclosingFunction(step) && !isWithin(made.call, step);
}

export const forwardsIn = perModelAnd((model: Model, scope: Node): readonly Call[] => {
  const found: Call[] = [];
  const texts = moduleTexts(model);
  for (const node of descend(scope, (at) => at === scope || (at.kind !== 'function' && at.kind !== 'class'))) {
    if (node.kind === 'call' && isForward(model, node, texts)) found.push(node);
  }
  return found;
});

/** The loader inside `enumerate(...)`, `tqdm.tqdm(...)`, `zip(...)`. */
function loaderOf(iter: Expr): Expr {
  const first = iter.kind === 'call' ? iter.args[0]?.value : undefined;
  const wraps = iter.kind === 'call' && /^(enumerate|tqdm|zip|iter|cycle|track|prange)$/.test(calleeName(iter));
  return wraps && first ? loaderOf(first) : iter;
}
