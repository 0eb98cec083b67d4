/** How long a schedule waits that lowers the learning rate when a score stops improving: `ReduceLROnPlateau`. */
import type { Call } from '../../syntax/ast';
import { enclosing } from '../../syntax/walk';
import type { Arguments } from '../arguments';
import type { Model } from '../model';
import { valueOf } from '../setting';
import { mostNumber } from '../values';
import type { LightningTrainer } from './lightning';
import { classesOf, fittedClass } from './lightning-module';

/** Epochs or validations without progress; null where there is no such schedule. */
export type Plateau = number | 'unread' | null;

const KERAS = 'keras.callbacks.ReduceLROnPlateau';
const TORCH = 'torch.optim.lr_scheduler.ReduceLROnPlateau';
const PARAMETERS = {
  [KERAS]: ['monitor', 'factor', 'patience'],
  [TORCH]: ['optimizer', 'mode', 'factor', 'patience'],
} as const;
/** Keras 3 and PyTorch 2 agree. */
const DEFAULT_PATIENCE = 10;

/** Among the callbacks that a fit is given. */
export function kerasPlateau(model: Model, given: Arguments): Plateau {
  const { members } = model.callbacks(given.get('callbacks')?.value ?? null);
  const calls = members
    .flatMap((member) => model.origins(member))
    .flatMap((origin) => (origin.kind === 'result' && origin.of === KERAS ? [origin.call] : []));
  return longest(model, calls, KERAS);
}

/** In the fitted module, or outside classes; anywhere where the module is of another file. */
export function lightningPlateau(model: Model, { fits }: LightningTrainer): Plateau {
  const fitted = fits.flatMap((fit) => fittedClass(model, fit) ?? []).flatMap((one) => classesOf(model, one));
  const calls = torchPlateaus(model).filter((call) => {
    const owner = enclosing(call, 'class');
    return owner === undefined || fitted.length === 0 || fitted.some((one) => one === owner);
  });
  return longest(model, calls, TORCH);
}

/** Beside a loop that is written out. */
export function torchPlateau(model: Model): Plateau {
  return longest(model, torchPlateaus(model), TORCH);
}

const torchPlateaus = (model: Model): readonly Call[] =>
  model.callsOf(TORCH).flatMap(({ call }) => (model.isIgnored(call) ? [] : [call]));

function longest(model: Model, calls: readonly Call[], name: keyof typeof PARAMETERS): Plateau {
  const waits = calls.map((call) => {
    const given = model.arguments(call, PARAMETERS[name]);
    const value = valueOf(model, given, 'patience');
    if (!value) return given.complete ? DEFAULT_PATIENCE : undefined;
    return value.certainty === 'unknown' ? undefined : mostNumber(value);
  });
  if (waits.includes(undefined)) return 'unread';
  return waits.reduce<number | null>((most, one) => Math.max(most ?? 0, one ?? 0), null);
}
