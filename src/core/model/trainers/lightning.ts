/** Lightning trainers whose `fit` runs, with the arguments that decide their length and precision. */
import type { Call } from '../../syntax/ast';
import type { Arguments } from '../arguments';
import { isBefore } from '../configuration/versions';
import type { Model, ResolvedCall } from '../model';
import { methodCallsOn } from '../traverse';
import { readSwitch } from '../setting';

export const TRAINER = 'lightning.Trainer';
export const FABRIC = 'lightning.Fabric';

export interface LightningTrainer {
  readonly call: Call;
  readonly certainty: ResolvedCall['certainty'];
  readonly given: Arguments;
  /** `trainer.fit(...)`, never empty. */
  readonly fits: readonly Call[];
}

/** Trainers that train; one that only tests, validates, predicts or converts is not among them. */
export function fittingTrainers(model: Model): readonly LightningTrainer[] {
  return model.callsOf(TRAINER).flatMap(({ call, certainty, through }) => {
    if (model.isIgnored(call) || through !== null) return [];
    const fits = methodCallsOn(model, call, 'fit');
    const given = model.arguments(call, []);
    return fits.length > 0 && !isPositional(call) ? [{ call, certainty, given, fits }] : [];
  });
}

/** Every parameter of the current Trainer is keyword-only; a positional one is another class or a very old release. */
function isPositional(call: Call): boolean {
  return call.args.some((one) => one.name === null && one.star === '');
}

/** Arguments that were removed in Lightning 2.0: the code runs on a 1.x release, which knows no `"bf16-mixed"` (1.9.5). */
const REMOVED = [
  'gpus',
  'tpu_cores',
  'num_processes',
  'auto_select_gpus',
  'progress_bar_refresh_rate',
  'weights_summary',
  'checkpoint_callback',
  'resume_from_checkpoint',
];

/** Proven by a removed argument or, where the model is given, by the release that the project asks for. */
export function isLegacy(given: Arguments, model?: Model): boolean {
  if (REMOVED.some((name) => given.has(name))) return true;
  return model !== undefined && isBefore(model.version('lightning', 'pytorch-lightning'), 2, 0);
}

/** A run of a few batches, made to try the code out. */
export function isTrial(model: Model, given: Arguments): boolean {
  return readSwitch(model, given, 'fast_dev_run') === 'on';
}
