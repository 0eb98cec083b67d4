/** Circumstances in which a Keras fit that runs to its last epoch is what the author wants. */
import type { ClassDef, FunctionDef, Node } from '../../syntax/ast';
import { ancestors, descend } from '../../syntax/walk';
import type { Model } from '../../model/model';
import { loopsAround } from '../../model/search/iterations';
import type { Workload } from '../../model/workload';
import { type KerasFit, kerasFits, validates } from './keras-fit';
import { attributeAssignments, calleeName, callsIn } from './traverse';

/** Some hundred rows: a cross-validation over them is over in a moment. */
const FEW_ROWS = 1000;

/** True when nothing should be said about this fit. */
export function isIntended(model: Model, fit: KerasFit, workload: Workload | undefined): boolean {
  const rows = workload?.samples?.value;
  if (model.program.mentions('stop_training')) return true;
  if (isCrossValidated(fit) && rows !== undefined && rows < FEW_ROWS) return true;
  if (fit.definition && trainsWithoutQualitySignal(fit.definition)) return true;
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

const ADVERSARIES = /generator|discriminator|critic|adversar|diffusion|timestep|noise_schedule|policy|reward|agent/i;

/** A `train_step` of a GAN, a diffusion model or an agent: its loss says nothing about its quality. */
function trainsWithoutQualitySignal(definition: ClassDef): boolean {
  if (!method(definition, 'train_step')) return false;
  if (ADVERSARIES.test(definition.name)) return true;
  for (const node of descend(definition)) {
    if (node.kind === 'attribute' && ADVERSARIES.test(node.attr)) return true;
    if (node.kind === 'name' && ADVERSARIES.test(node.id)) return true;
  }
  return false;
}

/** A fit with frozen layers that are unfrozen after it, for another fit. */
function isWarmUp(model: Model, fit: KerasFit): boolean {
  const unfreezes = attributeAssignments(model, 'trainable').filter(
    ({ value, node }) => node.start > fit.call.end && value?.kind === 'constant' && value.value === true,
  );
  const first = unfreezes[0];
  return first !== undefined && kerasFits(model).some((other) => other.call.start > first.node.start);
}

/** No validation data, after another fit that had some: the epochs were chosen there. */
function isFinalRefit(model: Model, fit: KerasFit): boolean {
  if (validates(model, fit)) return false;
  return kerasFits(model).some((other) => other.call.end <= fit.call.start && validates(model, other));
}

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
  /^(CosineDecay|CosineDecayRestarts|PolynomialDecay|LinearCosineDecay|NoisyLinearCosineDecay|CosineAnnealing\w*|OneCycle\w*|WarmUpCosine\w*|WarmupCosine\w*)$/;

export function hasScheduleOfFixedLength(model: Model): boolean {
  for (const call of callsIn(model.program.module)) {
    if (!SCHEDULES.test(calleeName(call))) continue;
    const length = call.args.find((one) =>
      /^(decay_steps|total_steps|num_train_steps|steps)$/.test(one.name ?? ''),
    )?.value;
    if (length?.kind !== 'constant') return true;
  }
  return false;
}
