/** Circumstances in which a Keras fit that runs to its last epoch is what the author wants. */
import type { Binding, Call, ClassDef, Expr, FunctionDef, Node } from '../../syntax/ast';
import { ancestors, descend, enclosingFunction } from '../../syntax/walk';
import { reachingBindings } from '../../model/lookup';
import type { Model } from '../../model/model';
import { asIs } from '../../model/answers';
import { perModel, perModelAnd } from '../../model/per-model';
import { loopsAround } from '../../model/search/iterations';
import type { Workload } from '../../model/workload';
import { epochsOf, type KerasFit, kerasFits, validates } from '../../model/trainers/keras-fit';
import { attributeAssignments, calleeName, callsIn } from '../../model/traverse';

/** Some hundred rows: a cross-validation over them is over in a moment. */
const FEW_ROWS = 1000;

/** True when nothing should be said about this fit. */
export function isIntended(model: Model, fit: KerasFit, workload: Workload | undefined): boolean {
  const rows = workload?.samples?.value;
  if (model.program.mentions('stop_training')) return true;
  if (isCrossValidated(fit) && rows !== undefined && rows < FEW_ROWS) return true;
  if (lacksQualitySignal(model, fit)) return true;
  return isWarmUp(model, fit) || isFinalRefit(model, fit) || isPrunedTrial(model, fit);
}

/** A loop over folds: `kf.split(X)`, or a counter that is named after them. */
export function isCrossValidated(fit: KerasFit): boolean {
  return loopsAround(fit.call).some(({ iter, target }) => {
    for (const call of callsIn(iter)) if (calleeName(call) === 'split') return true;
    const names = [...descend(iter), ...descend(target)].flatMap((node) => (node.kind === 'name' ? [node.id] : []));
    return names.some((name) => /^k$|fold/i.test(name));
  });
}

const UNJUDGED =
  /generator|discriminator|critic|adversar|diffusion|timestep|noise_schedule|noise_rate|policy|reward|agent|(^|_)gan(_|$)|GAN/;

/** A GAN, a diffusion model or an agent: its loss says nothing about its quality. */
function lacksQualitySignal(model: Model, { definition, receiver }: KerasFit): boolean {
  if (receiver.kind === 'name' && UNJUDGED.test(receiver.id)) return true;
  if (makersOf(receiver).some((name) => UNJUDGED.test(name))) return true;
  if (!definition) return false;
  if (UNJUDGED.test(definition.name.replace(/^[A-Z]/, (first) => first.toLowerCase()))) return true;
  if (!method(definition, 'train_step') && !method(definition, 'compute_loss')) return false;
  return model.program.text.slice(definition.start, definition.end).search(UNJUDGED) >= 0;
}

/** The functions and classes whose results a name is bound to: `build_diffusion_model`. */
function makersOf(receiver: Expr): readonly string[] {
  if (receiver.kind === 'call') return [calleeName(receiver)];
  if (receiver.kind !== 'name') return [];
  return reachingBindings(receiver).flatMap(({ value }) => (value?.kind === 'call' ? [calleeName(value)] : []));
}

/** A fit with frozen layers that are unfrozen after it, for another fit of the network. */
function isWarmUp(model: Model, fit: KerasFit): boolean {
  const first = unfreezes(model).find((start) => start > fit.call.end);
  if (first === undefined) return false;
  return kerasFits(model).some(({ call, receiver }) => call.start > first && mayContinue(receiver, fit.receiver));
}

/** False where the later network is put together anew, so that nothing of the earlier head is left in it. */
function mayContinue(later: Expr, earlier: Expr): boolean {
  if (later.kind !== 'name' || earlier.kind !== 'name') return true;
  const before = new Set(reachingBindings(earlier).map(({ node }) => node));
  const isAnew = ({ node, value }: Binding): boolean =>
    !before.has(node) && value?.kind === 'call' && NEW.test(calleeName(value)) && !leadsTo(value, before);
  const bindings = reachingBindings(later);
  return bindings.length === 0 || !bindings.every(isAnew);
}

/** Constructors that make a network out of the layers they are given. */
const NEW = /^(Sequential|Model|Functional)$/;

/** An expression is made of what one of the bindings gave, a few assignments back. */
function leadsTo(expression: Expr, wanted: ReadonlySet<Node>, depth = 0): boolean {
  if (depth > 4) return true;
  for (const node of descend(expression)) {
    if (node.kind !== 'name') continue;
    for (const { node: binder, value } of reachingBindings(node))
      if (wanted.has(binder) || (value && leadsTo(value, wanted, depth + 1))) return true;
  }
  return false;
}

/** Where layers are set trainable. */
const unfreezes = perModel((model) =>
  attributeAssignments(model, 'trainable').flatMap(({ value, node }) =>
    value?.kind === 'constant' && value.value === true ? [node.start] : [],
  ),
);

/** No validation data, after a fit of the same network that had some, and no longer than that: the epochs were chosen there. */
function isFinalRefit(model: Model, fit: KerasFit): boolean {
  if (validates(model, fit)) return false;
  const epochs = epochsOf(model, fit)?.count ?? 0;
  return kerasFits(model).some(
    (first) =>
      first.call.end <= fit.call.start &&
      validates(model, first) &&
      isSameNetwork(first.receiver, fit.receiver) &&
      epochs <= (epochsOf(model, first)?.count ?? Infinity),
  );
}

/** One variable, or two that one function made. */
function isSameNetwork(one: Expr, other: Expr): boolean {
  if (one.kind === 'name' && other.kind === 'name' && one.id === other.id) return true;
  const makers = makersOf(one).filter((name) => !LIBRARY_MAKERS.test(name));
  return makersOf(other).some((name) => makers.includes(name));
}

/** Constructors of Keras say nothing about the network. */
const LIBRARY_MAKERS = /^(Sequential|Model|load_model|clone_model|Functional)$/;

/** Inside an Optuna objective that prunes by itself. */
function isPrunedTrial(model: Model, fit: KerasFit): boolean {
  if (!model.program.mentions('should_prune')) return false;
  return functionsAround(fit.call).some(({ params }) => params.some(({ name }) => name === 'trial'));
}

function functionsAround(node: Node): FunctionDef[] {
  return [...ancestors(node)].filter((at) => at.kind === 'function');
}

export function method(definition: ClassDef, name: string): FunctionDef | undefined {
  return definition.body.find((one): one is FunctionDef => one.kind === 'function' && one.name === name);
}

/** Schedules that are laid out over the whole run: stopping early would cut them off. */
const SCHEDULES =
  /^(CosineDecay|CosineDecayRestarts|PiecewiseConstantDecay|PolynomialDecay|LinearCosineDecay|NoisyLinearCosineDecay|CosineAnnealing\w*|OneCycle\w*|WarmUpCosine\w*|WarmupCosine\w*)$/;

const schedules = perModel((model) =>
  [...model.program.calledNames()]
    .filter((name) => SCHEDULES.test(name))
    .flatMap((name) => model.program.calls(name))
    .filter(isOverAllSteps),
);

/** Those of functions are for all fits. */
const kindsOfSchedules = perModel((model): { readonly forAll: boolean; readonly own: readonly Call[] } => {
  const own = schedules(model).filter((call) => enclosingFunction(call) === undefined);
  return { forAll: own.length < schedules(model).length, own };
});

/** True when such a schedule belongs to this fit: it is made for all fits, or after the fit before this one. */
export function hasScheduleOfFixedLength(model: Model, fit: KerasFit): boolean {
  const { forAll, own } = kindsOfSchedules(model);
  return forAll || (own.length > 0 && hasScheduleFor(model, fit.call));
}

const hasScheduleFor = perModelAnd((model: Model, fit: Call): boolean => {
  const previous = kerasFits(model).findLast((other) => other.call.end <= fit.start)?.call.end ?? 0;
  return kindsOfSchedules(model).own.some((call) => call.start >= previous && call.start < fit.end);
}, asIs);

function isOverAllSteps(call: Call): boolean {
  const length = call.args.find((one) =>
    /^(decay_steps|total_steps|num_train_steps|steps)$/.test(one.name ?? ''),
  )?.value;
  return length?.kind !== 'constant';
}
