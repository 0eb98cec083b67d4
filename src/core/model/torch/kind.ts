/** What kind of training a loop does: stopping, no_grad and precision rules ask. */
import type { Call, Node } from '../../syntax/ast';
import type { TrainingKind } from '../loops';
import type { Model } from '../model';
import { perModel } from '../per-model';
import { calleeName } from '../traverse';
import { updatedObject, updatesIn } from './events';
import { textOf } from './modules';

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
  if (hasSeveralLosses(model) && (optimizers.size > 1 || words(GAN_WORDS))) return 'gan';
  if (words(DIFFUSION_WORDS)) return 'diffusion';
  if (optimisesInput(model)) return 'input-optimisation';
  return step.kind === 'for' || step.kind === 'while' ? 'supervised' : 'unknown';
}

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
