/** Which logged metric an EarlyStopping can watch on a Lightning run, and whether the run validates at all. */
import type { Call } from '../../syntax/ast';
import type { Model } from '../../model/model';
import type { LightningTrainer } from '../../model/trainers/lightning';
import {
  fittedClass,
  loggedKeys,
  moduleMethod,
  steersItself,
  VALIDATION_KEY,
} from '../../model/trainers/lightning-module';
import { asString } from '../../model/values';
import { type Direction, directionOf } from './metric-direction';

export interface Monitor {
  readonly key: string;
  /** Undefined when the name does not tell which way is better. */
  readonly mode: Direction | undefined;
}

/**
 * What the best checkpoint is chosen by, else a key that the fitted module logs in validation: a loss before a score.
 * Undefined for modules that steer their own training, and where no such key can be read.
 */
export function monitorOf(model: Model, trainer: LightningTrainer, fit: Call): Monitor | undefined {
  const definition = fittedClass(model, fit);
  if (definition && steersItself(model, definition)) return undefined;
  const chosen = checkpointMonitor(model, trainer);
  if (chosen && VALIDATION_KEY.test(chosen.key)) return chosen;
  if (!definition || !moduleMethod(model, definition, 'validation_step')) return undefined;
  return loggedMonitor(model);
}

/** `ModelCheckpoint(monitor="val_loss", mode="min")` among the callbacks: Lightning raises when the key is not logged. */
function checkpointMonitor(model: Model, { given }: LightningTrainer): Monitor | undefined {
  const { members } = model.callbacks(given.get('callbacks')?.value ?? null);
  for (const origin of members.flatMap((member) => model.origins(member))) {
    if (origin.kind !== 'result' || origin.of !== 'lightning.callbacks.ModelCheckpoint') continue;
    const passed = model.arguments(origin.call, ['dirpath', 'filename', 'monitor']);
    const [monitor, mode] = [passed.get('monitor'), passed.get('mode')];
    const key = monitor && asString(model.value(monitor.value));
    if (key === undefined) continue;
    const written = mode ? asString(model.value(mode.value)) : 'min';
    const direction = written === 'min' || written === 'max' ? written : undefined;
    return { key, mode: direction };
  }
  return undefined;
}

function loggedMonitor(model: Model): Monitor | undefined {
  const keys = loggedKeys(model)
    .keys.filter((one) => one.phase === 'validation' && !one.returned)
    .map(({ key }) => ({ key, mode: directionOf(key) }))
    .filter(({ key }) => VALIDATION_KEY.test(key));
  return (
    keys.find(({ key }) => /loss$/i.test(key)) ??
    keys.find(({ mode }) => mode === 'min') ??
    keys.find(({ mode }) => mode === 'max') ??
    keys[0]
  );
}

const DATA_LOADERS = ['torch.utils.data.DataLoader', 'torch_geometric.loader.DataLoader'];

/** False for a fit that is given nothing but a training loader, by a module that has no validation loader either. */
export function mayValidate(model: Model, fit: Call): boolean {
  const { args } = fit;
  const positional = args.filter((one) => one.name === null && one.star === '');
  const named = (name: string): boolean => args.some((one) => one.name === name);
  if (args.some((one) => one.star !== '')) return true;
  if (positional.length > 2 || named('val_dataloaders') || named('val_dataloader') || named('datamodule')) return true;
  const definition = fittedClass(model, fit);
  if (!definition || moduleMethod(model, definition, 'val_dataloader')) return true;
  const loader = positional[1]?.value ?? args.find((one) => one.name?.startsWith('train_dataloader'))?.value;
  if (!loader) return false;
  if (named('train_dataloaders') || named('train_dataloader')) return false;
  return !model.origins(loader).some((one) => one.kind === 'result' && DATA_LOADERS.includes(one.of));
}
