/** Whether a program trains at all, judged broadly: the calls that any training script makes. */
import type { Model } from '../../model/model';
import { inCode } from './in-block';

const TRAINS =
  /^(backward|manual_backward|fit|fit_\w+|train|train_\w+|\w+_train|do_train|training|run_training|fine_?tune\w*|learn|minimize|grad|value_and_grad|apply_gradients|apply_updates)$/;

/** The same for a text: a training loop calls `backward` or `gradient` as well. */
export const TRAINING_CALLS = inCode(
  '(?<!\\bdef\\s+)(?<!\\w)(?:(?:manual_)?backward|fit|fit_\\w+|train|train_\\w+|\\w+_train|do_train|training|run_training|fine_?tune\\w*|' +
    'learn|minimize|grad|gradient|value_and_grad|apply_gradients|apply_updates)\\s*\\(',
);

/** True when anything is called that a training run calls. */
export function trainsSomething(model: Model): boolean {
  if (model.trainingLoops.length > 0) return true;
  for (const name of model.program.calledNames()) if (TRAINS.test(name)) return true;
  return false;
}
