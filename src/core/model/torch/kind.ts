/** What kind of training a loop does: stopping, no_grad and precision rules ask. */
import type { Call, Expr, Name, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import type { TrainingKind } from '../loops';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { perModel } from '../per-model';
import { calleeName } from '../traverse';
import { backwardsIn, isWithin, updatedObject, updatesIn } from './events';
import { isForward, moduleTexts, textOf } from './modules';

const DIFFUSION_WORDS = [
  'noise_scheduler',
  'add_noise',
  'q_sample',
  'num_train_timesteps',
  'betas_schedule',
  'alphas_cumprod',
  'DDPMScheduler',
];
const GAN_WORDS = [
  'discriminator',
  'Discriminator',
  'netD',
  'net_D',
  'optimizer_D',
  'optimizerD',
  'd_optimizer',
  'adversarial_loss',
  'adversarial',
];

const hasSeveralLosses = perModel(
  (model): boolean => ['backward', 'manual_backward'].flatMap((name) => model.program.calls(name)).length > 1,
);

export function trainingKind(model: Model, step: Node, scopes: readonly Node[]): TrainingKind {
  const inside = scopes.flatMap((scope) => updatesIn(model, scope));
  const optimizers = new Set(inside.map((call) => updatedObject(model, call)));
  const words = (list: readonly string[]): boolean => list.some((word) => model.program.mentions(word));
  if (isReinforcement(model)) return 'reinforcement';
  // Two networks that play against each other have a loss each; an encoder and its decoder share one.
  if (hasSeveralLosses(model) && (words(GAN_WORDS) || (optimizers.size > 1 && !learnFromLabels(model, step, scopes))))
    return 'gan';
  if (words(DIFFUSION_WORDS)) return 'diffusion';
  if (optimisesInput(model)) return 'input-optimisation';
  return step.kind === 'for' || step.kind === 'while' ? 'supervised' : 'unknown';
}

/** Networks that learn beside each other: the loss of each compares with the labels of the batch, as one alone would. */
function learnFromLabels(model: Model, step: Node, scopes: readonly Node[]): boolean {
  const losses = scopes.flatMap((scope) => backwardsIn(model, scope));
  return (
    losses.length > 0 && losses.every(({ func }) => func.kind === 'attribute' && compares(model, func.value, step, 0))
  );
}

const MAX_STEPS = 6;

/** A sum, through the variables of the step, of which a part is what a criterion makes of the labels. */
function compares(model: Model, value: Expr, step: Node, depth: number): boolean {
  if (depth > MAX_STEPS) return false;
  const next = (part: Expr): boolean => compares(model, part, step, depth + 1);
  if (value.kind === 'name') return valuesOf(value, step).some(next);
  if (value.kind === 'binary') return next(value.left) || next(value.right);
  if (value.kind !== 'call') return false;
  // A discriminator may be given labels, too.
  if (isForward(model, value, moduleTexts(model))) return false;
  const isGiven = value.args.slice(1).some((one) => isLabel(one.value, step, 0));
  return isGiven || (value.args.length === 0 && value.func.kind === 'attribute' && next(value.func.value));
}

/** The last of what the loader gives, moved or not. */
function isLabel(value: Expr, step: Node, depth: number): boolean {
  const name = [...descend(value)].find((node) => node.kind === 'name');
  if (name?.kind !== 'name' || depth > MAX_STEPS) return false;
  const bindings = reachingBindings(name);
  if (bindings.some(({ node, path }) => node === step && path.at(-1) === 1)) return true;
  return valuesOf(name, step).some((made) => isLabel(made, step, depth + 1));
}

const valuesOf = (name: Name, step: Node): readonly Expr[] =>
  reachingBindings(name).flatMap(({ node, value }) => (value && isWithin(node, step) && node !== step ? [value] : []));

const LEARNING_FROM_REWARDS = [
  'replay_buffer',
  'ReplayBuffer',
  'reward',
  'rewards',
  'advantages',
  'q_value',
  'q_values',
  'actions',
  'obs',
  'episode',
  'episodes',
  'gae',
  'policy_loss',
  'log_prob',
  'log_probs',
];
/** One or two of the words are used elsewhere too. */
const MANY_WORDS = 4;

const isReinforcement = perModel((model): boolean => {
  if (['gym', 'gymnasium', 'stable_baselines3'].some((word) => model.program.mentions(word))) return true;
  if (LEARNING_FROM_REWARDS.filter((word) => model.program.mentions(word)).length >= MANY_WORDS) return true;
  const steps = model.program
    .calls('step')
    .some((call) => call.func.kind === 'attribute' && /(^|[._])envs?$/.test(textOf(model, call.func.value)));
  return steps && model.program.mentions('reset');
});

/** An optimizer over tensors instead of a module's parameters: style transfer, attacks, inversion. */
const optimisesInput = perModel((model): boolean =>
  ['LBFGS', 'Adam', 'AdamW', 'SGD']
    .flatMap((name) => model.program.calls(name))
    .some((call) => overTensors(model, call)),
);

function overTensors(model: Model, call: Call): boolean {
  const given = call.args[0]?.value;
  // `[latent] + noises`: what is written out says what the rest is.
  const first = given?.kind === 'binary' && given.op === '+' ? given.left : given;
  if (first?.kind !== 'list' || first.items.length === 0) return false;
  return first.items.every((item) => {
    // `[image.requires_grad_()]` switches it on where it is handed over.
    const tensor = item.kind === 'call' && calleeName(item) === 'requires_grad_' ? item.func : item;
    const name = tensor.kind === 'attribute' ? tensor.value : tensor;
    return name.kind === 'name' && requiresGrad(model, name.id);
  });
}

function requiresGrad(model: Model, id: string): boolean {
  return model.program.names(id).some((name) => {
    const parent = name.parent;
    if (parent?.kind === 'attribute' && (parent.attr === 'requires_grad_' || parent.attr === 'requires_grad'))
      return true;
    const value = parent?.kind === 'assign' && parent.targets.includes(name) ? parent.value : null;
    return value !== null && /requires_grad/.test(textOf(model, value));
  });
}
