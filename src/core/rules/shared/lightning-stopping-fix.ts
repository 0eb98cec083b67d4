/** Gives a Lightning trainer an EarlyStopping on a metric that its module logs. */
import { reference } from '../../fixes/reference';
import type { Arguments } from '../../model/arguments';
import type { Model } from '../../model/model';
import { valueOf } from '../../model/setting';
import type { LightningTrainer } from '../../model/trainers/lightning';
import { leastNumber } from '../../model/values';
import type { ImportNeed } from '../rule';
import { mayValidate, monitorOf, type Monitor } from './lightning-monitor';
import { lightningPlateau } from '../../model/trainers/plateau';
import { patienceBeside, plateauNote } from './patience';
import { quoted } from './quotes';

export interface LightningStopping {
  /** `EarlyStopping(monitor="val_loss", mode="min", patience=5)`. */
  readonly callback: string;
  readonly imports: readonly ImportNeed[];
  readonly reason: string;
}

/** What the fitted module logs in a validation that runs; undefined when nothing can be watched. */
export function watched(model: Model, trainer: LightningTrainer): Monitor | undefined {
  const { fits } = trainer;
  const monitor = fits.map((fit) => monitorOf(model, trainer, fit)).find((one) => one !== undefined);
  return fits.some((fit) => mayValidate(model, fit)) ? monitor : undefined;
}

/** Undefined where it cannot be told which way is better, how often the run validates, or how long a plateau lasts. */
export function lightningStopping(
  model: Model,
  trainer: LightningTrainer,
  epochs: number,
  monitor: Monitor,
): LightningStopping | undefined {
  const { call, given } = trainer;
  const patience = patienceOf(model, trainer, epochs);
  if (monitor.mode === undefined || given.has('val_check_interval') || patience === undefined) return undefined;
  const { expression, imports } = reference(model.program, 'lightning.callbacks.EarlyStopping', call);
  const [key, mode] = [quoted(model, monitor.key), quoted(model, monitor.mode)];
  return {
    callback: `${expression}(monitor=${key}, mode=${mode}, patience=${patience})`,
    imports,
    reason: `Training ends after ${patience} validations without a better ${monitor.key}; the weights are those of the last epoch unless a checkpoint of the best is loaded.`,
  };
}

/** Patience counts validations, and not every epoch has one. */
export function patienceOf(model: Model, trainer: LightningTrainer, epochs: number): number | undefined {
  return patienceBeside(lightningPlateau(model, trainer), validations(model, trainer.given, epochs));
}

/** Why no patience can be proposed. */
export function patienceNote(model: Model, trainer: LightningTrainer, epochs: number): string | false {
  return plateauNote(lightningPlateau(model, trainer), validations(model, trainer.given, epochs));
}

function validations(model: Model, given: Arguments, epochs: number): number {
  const every = valueOf(model, given, 'check_val_every_n_epoch');
  const interval = (every && leastNumber(every)) ?? 1;
  return epochs / Math.max(1, interval);
}
