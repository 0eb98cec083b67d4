/** Which release of PyTorch a program is written for, where no file and no output says it: by what it uses. */
import type { Attribute } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import { isAtLeast, isBefore } from '../configuration/versions';
import type { Model } from '../model';
import { perModel } from '../per-model';
import { textOf } from './modules';

/** `torch.inference_mode()` is new in 1.9 (its release notes); a program that nothing dates runs on a current release. */
export function hasInferenceMode(model: Model): boolean {
  const release = model.version('torch');
  if (isAtLeast(release, 1, 9)) return true;
  return !isBefore(release, 1, 9) && !usesVariables(model);
}

/** True when the program certainly runs on a release before this one, which is none before 0.4: named, or all that its code works on. */
export function isTorchBefore(model: Model, major: number, minor: number): boolean {
  return isBefore(model.version('torch'), major, minor) || isFromBeforeTensors(model);
}

/** `persistent_workers` is new in 1.7 (its release notes). */
export const hasLivingWorkers = (model: Model): boolean => !isTorchBefore(model, 1, 7);

/**
 * Written for 0.3 or older: indexing a loss of no dimension is an error since 0.5 and `volatile` has no effect since 0.4, whose
 * migration guide names `item()` and `no_grad()` in their place. A program that uses those as well runs on a later release.
 */
export const isFromBeforeTensors = perModel((model: Model): boolean => {
  const release = model.version('torch');
  if (isBefore(release, 0, 4)) return true;
  if (isAtLeast(release, 0, 4) || usesTensors(model)) return false;
  return indexesLosses(model) || (model.program.mentions('volatile') && makesVolatile(model));
});

/** Tensors are their own variables since 0.4, which left `Variable(x)` without effect. */
const usesVariables = perModel(
  (model: Model): boolean => model.callsOf('torch.autograd.Variable').length > 0 || indexesLosses(model),
);

const SINCE_TENSORS = ['item', 'no_grad', 'inference_mode', 'set_grad_enabled', 'enable_grad', 'requires_grad_'];

const usesTensors = (model: Model): boolean =>
  SINCE_TENSORS.some((name) => model.program.calls(name).length > 0) ||
  model.callsOf('torch.device', 'torch.tensor').length > 0;

/** A `Variable`, or a helper of another file that hands the word on: nothing else is called so. */
const makesVolatile = (model: Model): boolean =>
  [...descend(model.program.module)].some(
    (node) => node.kind === 'call' && node.args.some(({ name }) => name === 'volatile'),
  );

/** `loss.data[0]`, `criterion(out, y).data[0]`; the first of several rows of weights is something else. */
const indexesLosses = (model: Model): boolean =>
  model.program.attributes('data').some((data) => isFirstItem(data) && SCALAR.test(textOf(model, data.value)));

const SCALAR = /loss(?!es)|criterion|err(?!ors)|cost(?!s)|cross_entropy/i;

function isFirstItem(data: Attribute): boolean {
  const { parent } = data;
  const index = parent?.kind === 'subscript' && parent.value === data ? parent.index : [];
  return index.length === 1 && index[0]?.kind === 'constant' && index[0].value === 0;
}
