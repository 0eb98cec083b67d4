/** What sets a training apart within its kind: distillation, a linear probe, adapters, preferences, style transfer. */
import type { Call, Expr, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import type { TrainingTrait } from '../loops';
import type { Model } from '../model';
import { perModel } from '../per-model';

/** `teacher_forcing` decides what a decoder is fed and has no second network. */
const TEACHER = /^(?!.*forc)(teacher(_\w+)?|\w+_teacher|teachers|distill\w*|distil_loss|kd_loss\w*)$/i;
const PREFERENCE = /^(?:\w*_)?(?:chosen|rejected|reject)(?:_\w+)?$/i;
const STYLE = /^(gram(_matrix)?|style_(loss|weight|feature|target|img|image)\w*)$/i;

/** The traits of a hand-written loop: of its own scopes, and those that the whole program has. */
export function trainingTraits(model: Model, scopes: readonly Node[]): readonly TrainingTrait[] {
  const names = new Set(scopes.flatMap(namesIn));
  const has = (pattern: RegExp): boolean => [...names].some((name) => pattern.test(name));
  const found: TrainingTrait[] = [];
  if (has(TEACHER)) found.push('distillation');
  if (has(/chosen/i) && has(/reject/i) && has(PREFERENCE)) found.push('preference');
  if (has(STYLE)) found.push('style-transfer');
  return [...found, ...programTraits(model)];
}

function namesIn(scope: Node): readonly string[] {
  return [...descend(scope)].flatMap((node) => {
    if (node.kind === 'name') return [node.id];
    return node.kind === 'attribute' ? [node.attr] : [];
  });
}

/** What holds for every training of the program. */
export const programTraits = perModel((model): readonly TrainingTrait[] => {
  const found: TrainingTrait[] = [];
  if (usesAdapters(model)) found.push('adapter');
  if (PREFERENCE_TRAINERS.some((name) => model.program.mentions(name))) found.push('preference');
  if (isLinearProbe(model)) found.push('linear-probe');
  return found;
});

const PREFERENCE_TRAINERS = ['DPOTrainer', 'KTOTrainer', 'ORPOTrainer', 'CPOTrainer', 'RewardTrainer'];
const ADAPTERS = [
  'get_peft_model',
  'LoraConfig',
  'mark_only_lora_as_trainable',
  'inject_adapter_in_model',
  'add_adapter',
];

function usesAdapters(model: Model): boolean {
  return ADAPTERS.some((name) => model.program.calls(name).length > 0);
}

/** A backbone whose weights are frozen, and an optimizer that gets one part of the model. */
function isLinearProbe(model: Model): boolean {
  if (['linear_probe', 'linear_probing', 'linprobe', 'linear_eval'].some((word) => model.program.mentions(word)))
    return true;
  return freezes(model) && OPTIMIZERS.flatMap((name) => model.program.calls(name)).some(trainsHead);
}

const OPTIMIZERS = ['Adam', 'AdamW', 'SGD', 'RMSprop', 'LARS', 'Adagrad', 'LBFGS'];

/** Some weights are frozen somewhere in the program. */
export function freezes(model: Model): boolean {
  const isFalse = (value: Expr | null | undefined): boolean => value?.kind === 'constant' && value.value === false;
  return (
    model.program
      .attributes('requires_grad')
      .some(({ parent }) => parent?.kind === 'assign' && isFalse(parent.value)) ||
    model.program.calls('requires_grad_').some((call) => isFalse(call.args[0]?.value))
  );
}

const HEAD = /^(fc\d?|head|heads|classifier|linear\w*|last_linear|output_layer|logit\w*|lm_head|score)$/;

/** `Adam(model.fc.parameters())`: the last layer by its usual names. */
function trainsHead(optimizer: Call): boolean {
  const first = optimizer.args[0]?.value;
  if (first?.kind !== 'call' || first.func.kind !== 'attribute' || first.func.attr !== 'parameters') return false;
  const owner = first.func.value;
  if (owner.kind === 'subscript') return owner.value.kind === 'attribute' && HEAD.test(owner.value.attr);
  return owner.kind === 'attribute' ? HEAD.test(owner.attr) : owner.kind === 'name' && HEAD.test(owner.id);
}
