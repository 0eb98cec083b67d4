/** Whether float32 matrix products run in TF32, as far as the program says. */
import type { Model } from './model';
import { perModel } from './per-model';
import { TRAINING_ARGUMENTS } from './trainers/hf-trainer';
import { attributeAssignments } from './traverse';
import { asBoolean, asString } from './values';

/** `on`: switched on for every run. `decided`: spoken of, so that an option or other code may have chosen. `none`: not a word. */
export type Tf32State = 'on' | 'decided' | 'none';

const WORDS = ['set_float32_matmul_precision', 'allow_tf32', 'fp32_precision', 'tf32', 'NVIDIA_TF32_OVERRIDE'];

export const tf32State = perModel((model): Tf32State => {
  if (isOnElsewhere(model)) return 'on';
  const spoken =
    WORDS.some((word) => model.program.mentions(word)) || model.program.first('NVIDIA_TF32_OVERRIDE') !== undefined;
  if (!spoken) return 'none';
  return isCalled(model) || isAssigned(model) || isPassed(model) ? 'on' : 'decided';
});

const SWITCHED_ON =
  /set_float32_matmul_precision\(\s*["'](high|medium)|matmul\.allow_tf32\s*=\s*True|fp32_precision\s*=\s*["']tf32/;

/** A file that this one imports switches it on. */
function isOnElsewhere(model: Model): boolean {
  return (model.document.modules ?? []).some(({ text }) => SWITCHED_ON.test(text));
}

function isCalled(model: Model): boolean {
  return model.program.calls('set_float32_matmul_precision').some((call) => {
    const given = call.args[0] && asString(model.value(call.args[0].value));
    return given === 'high' || given === 'medium';
  });
}

/** `torch.backends.cuda.matmul.allow_tf32 = True`; the switch of cuDNN is on by itself and says nothing of matrix products. */
function isAssigned(model: Model): boolean {
  const old = attributeAssignments(model, 'allow_tf32').some(({ target, value }) => {
    const text = model.program.text.slice(target.start, target.end);
    return /matmul/.test(text) && value !== null && asBoolean(model.value(value)) === true;
  });
  return (
    old ||
    attributeAssignments(model, 'fp32_precision').some(
      ({ value }) => value !== null && asString(model.value(value)) === 'tf32',
    )
  );
}

/** `TrainingArguments(tf32=True)`. */
function isPassed(model: Model): boolean {
  if (!model.program.mentions('tf32')) return false;
  return model.callsOf(...TRAINING_ARGUMENTS).some(({ call }) => {
    const given = call.args.find((one) => one.name === 'tf32');
    return given !== undefined && asBoolean(model.value(given.value)) === true;
  });
}
