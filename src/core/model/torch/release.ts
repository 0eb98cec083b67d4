/** Which release of PyTorch a program is written for, where no file and no output says it: by what it uses. */
import { isAtLeast, isBefore } from '../configuration/versions';
import type { Model } from '../model';
import { perModel } from '../per-model';

/** `torch.inference_mode()` is new in 1.9 (its release notes); a program that nothing dates runs on a current release. */
export function hasInferenceMode(model: Model): boolean {
  const release = model.version('torch');
  if (isAtLeast(release, 1, 9)) return true;
  return !isBefore(release, 1, 9) && !isBeforeTensors(model);
}

/** Tensors are their own variables since 0.4: `Variable(x)`, `volatile=True` and `loss.data[0]` are from before. */
const isBeforeTensors = perModel(
  (model: Model): boolean =>
    model.callsOf('torch.autograd.Variable').length > 0 ||
    model.program.first(/\bvolatile\s*=\s*True\b|loss\w*\.data\s*\[\s*0\s*\]/i) !== undefined,
);
