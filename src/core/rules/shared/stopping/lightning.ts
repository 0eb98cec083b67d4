/** Lightning early stopping that cannot end the run it was made for. */
import type { Arguments } from '../../../model/arguments';
import type { Model } from '../../../model/model';
import { fittingTrainers, type LightningTrainer } from '../../../model/trainers/lightning';
import {
  fittedClass,
  type LoggedKey,
  loggedKeys,
  moduleMethod,
  VALIDATION_KEY,
} from '../../../model/trainers/lightning-module';
import { valueOf } from '../../../model/setting';
import { asNumber, asString, leastNumber } from '../../../model/values';
import type { Call } from '../../../syntax/ast';
import { enclosingFunction } from '../../../syntax/walk';
import { spanOf } from '../../../text/span';
import type { Fix } from '../../rule';
import { keywordEdits } from '../keyword-fix';
import { lowered, shortNote, unlessShort } from '../level';
import { mayValidate } from '../lightning-monitor';
import { directionOf } from '../metric-direction';
import { notes } from '../notes';
import { hasRoom, patienceBeside, plateauNote } from '../patience';
import { fittedModule, scaleOfLightning } from '../../../model/scale/of-runs';
import { lightningPlateau } from '../../../model/trainers/plateau';
import { workloadOf } from '../../../model/workloads/workload-of';
import type { Defect } from './defect';
import { passedFixes } from './passed-fix';
import { monitorFixes } from './monitor-fix';
import { isUsed } from './reached';

const STOPPING = 'lightning.callbacks.EarlyStopping';
const PARAMETERS = ['monitor', 'min_delta', 'patience', 'verbose', 'mode'];
/** The default of every release that this rule understands. */
const DEFAULT_PATIENCE = 3;
/** A run of so few epochs has little to lose. */
const FEW_EPOCHS = 5;

interface Stopper {
  readonly call: Call;
  readonly given: Arguments;
  readonly trainer: LightningTrainer;
}

export function* lightningDefects(model: Model): Generator<Defect> {
  const calls = model
    .callsOf(STOPPING)
    .flatMap(({ call, through }) => (through || model.isIgnored(call) ? [] : [call]));
  if (calls.length === 0) return;
  const trainers = fittingTrainers(model);
  const reported = new Set<Call>();
  for (const trainer of trainers) {
    for (const call of stoppersOf(model, trainer)) {
      if (reported.has(call)) continue;
      const stopper = { call, given: model.arguments(call, PARAMETERS), trainer };
      const found = defectOf(model, stopper);
      if (found) reported.add(call);
      if (found) yield found;
    }
  }
  for (const call of calls) if (!reported.has(call) && !isUsed(model, call)) yield* unreached(model, call, trainers);
}

function stoppersOf(model: Model, { given }: LightningTrainer): readonly Call[] {
  const callbacks = given.get('callbacks');
  if (!callbacks) return [];
  const found = model
    .callbacks(callbacks.value)
    .members.flatMap((member) => model.origins(member))
    .flatMap((origin) => (origin.kind === 'result' && origin.of === STOPPING ? [origin.call] : []));
  return new Set(found).size === 1 ? found.slice(0, 1) : [];
}

function defectOf(model: Model, stopper: Stopper): Defect | undefined {
  const found = neverLogged(model, stopper) ?? trainingMetric(model, stopper);
  const patience = tooPatient(model, stopper);
  // A fix of the first would leave the second.
  return found && patience ? { ...found, fixes: [] } : (found ?? patience);
}

function monitorOf(model: Model, { given }: Stopper): string | undefined {
  const bound = given.get('monitor');
  const value = bound && model.value(bound.value);
  return value?.certainty === 'known' ? asString(value) : undefined;
}

/** The keys of the fitted module, which must be in this program and logged under names that can be read. */
function keysFor(model: Model, { trainer }: Stopper): readonly LoggedKey[] | undefined {
  const classes = trainer.fits.map((fit) => fittedClass(model, fit));
  const { keys, complete } = loggedKeys(model);
  if (classes.some((one) => one === undefined || inherits(model, one)) || !complete || keys.length === 0)
    return undefined;
  return keys;
}

/** Derives from something besides Lightning's own module, which may log. */
function inherits(model: Model, definition: NonNullable<ReturnType<typeof fittedClass>>): boolean {
  return definition.bases.some(({ value }) =>
    model.origins(value).every((one) => one.kind !== 'external' || one.name !== 'lightning.LightningModule'),
  );
}

function neverLogged(model: Model, stopper: Stopper): Defect | undefined {
  const monitor = monitorOf(model, stopper);
  const keys = monitor === undefined ? undefined : keysFor(model, stopper);
  if (monitor === undefined || !keys) return undefined;
  const plain = monitor.replace(/\/dataloader_idx_\d+$/, '');
  const names = new Set(keys.flatMap(({ key }) => [key, `${key}_epoch`, `${key}_step`]));
  if (names.has(monitor) || names.has(plain)) return undefined;
  return defect(model, stopper, {
    message: `EarlyStopping watches ${monitor}, which no module logs`.slice(0, 80),
    fixes: watchFixes(model, stopper, likeliest(monitor, keys)),
    facts: { cause: 'never-logged', monitor },
  });
}

/** The only validation key that is better in the same direction. */
function likeliest(monitor: string, keys: readonly LoggedKey[]): string | undefined {
  const direction = directionOf(monitor);
  const fitting = keys.filter(
    ({ key, phase }) => phase === 'validation' && VALIDATION_KEY.test(key) && directionOf(key) === direction,
  );
  const names = new Set(fitting.map(({ key }) => key));
  return direction !== undefined && names.size === 1 ? [...names][0] : undefined;
}

function watchFixes(model: Model, { given }: Stopper, key: string | undefined): Fix[] {
  return key === undefined ? [] : monitorFixes(model, given, key, `The run then ends when ${key} stops improving.`);
}

/** A key of the training steps, while the module validates and logs that. */
function trainingMetric(model: Model, stopper: Stopper): Defect | undefined {
  const monitor = monitorOf(model, stopper);
  const keys = monitor === undefined ? undefined : keysFor(model, stopper);
  if (monitor === undefined || !keys) return undefined;
  const own = keys.filter(({ key }) => [key, `${key}_epoch`, `${key}_step`].includes(monitor));
  if (own.length === 0 || own.some(({ phase }) => phase !== 'train')) return undefined;
  const validated = keys.some(({ key, phase }) => phase === 'validation' && VALIDATION_KEY.test(key));
  const definition = stopper.trainer.fits.map((fit) => fittedClass(model, fit))[0];
  if (!validated || !definition || !moduleMethod(model, definition, 'validation_step')) return undefined;
  return defect(model, stopper, {
    message: `EarlyStopping watches ${monitor} of the training, not of the validation`.slice(0, 80),
    fixes: watchFixes(model, stopper, likeliest(monitor, keys)),
    facts: { cause: 'training-metric', monitor },
  });
}

function tooPatient(model: Model, stopper: Stopper): Defect | undefined {
  const { call, given, trainer } = stopper;
  const written = valueOf(model, trainer.given, 'max_epochs');
  const epochs = written && asNumber(written);
  const patience = valueOf(model, given, 'patience');
  const waits = patience ? asNumber(patience) : given.complete ? DEFAULT_PATIENCE : undefined;
  const every = valueOf(model, trainer.given, 'check_val_every_n_epoch');
  const interval = every ? leastNumber(every) : 1;
  if (!written || epochs === undefined || epochs < 1 || waits === undefined || !interval || interval < 1)
    return undefined;
  if (trainer.given.has('val_check_interval') || given.has('stopping_threshold')) return undefined;
  if (waits < Math.floor(epochs / interval)) return undefined;
  const plateau = lightningPlateau(model, trainer);
  const wanted = patienceBeside(plateau, epochs / interval);
  const known = written.certainty === 'known' && (patience?.certainty ?? 'known') === 'known';
  const edits =
    known && wanted !== undefined && hasRoom(wanted, epochs / interval)
      ? keywordEdits(model, call, given, 'patience', `${wanted}`)
      : undefined;
  const reason = `The run then ends after ${wanted} validations without a better result.`;
  return defect(model, stopper, {
    message: `A patience of ${waits} cannot end a run of ${epochs} epochs`,
    fixes: edits ? [{ title: `Set patience=${wanted}`, safety: 'review', reason, edits, imports: [] }] : [],
    facts: { cause: 'patience', patience: waits, epochs },
    steps: (known ? 0 : 1) + (epochs <= FEW_EPOCHS ? 1 : 0),
    note: plateauNote(plateau, epochs / interval),
  });
}

type Found = Pick<Defect, 'message' | 'fixes' | 'facts'> & {
  readonly steps?: number;
  readonly note?: string | false;
};

function defect(model: Model, { call, trainer }: Stopper, { message, fixes, facts, steps = 0, note }: Found): Defect {
  const [fit] = trainer.fits;
  const workload = fit && workloadOf(model, fit, trainer.call);
  const level = lowered('warning', steps);
  const epochs = workload?.epochs?.value ?? null;
  const scale = scaleOfLightning(model, { module: fittedModule(trainer.fits), epochs, workload });
  return {
    span: spanOf(call),
    message,
    level: unlessShort(level, scale),
    notes: notes(note, shortNote(level, scale)),
    related: [{ span: spanOf(trainer.call), message: 'The trainer that it was made for' }],
    facts,
    workload: workload?.id ?? null,
    fixes,
  };
}

function* unreached(model: Model, call: Call, trainers: readonly LightningTrainer[]): Generator<Defect> {
  const owner = enclosingFunction(call);
  const trainer = trainers.find((one) => one.call.start > call.end && enclosingFunction(one.call) === owner);
  if (!trainer?.given.complete || trainer.given.has('early_stop_callback')) return;
  const passed = model.callbacks(trainer.given.get('callbacks')?.value ?? null);
  if (passed.stops || !passed.complete) return;
  const stopper = { call, given: model.arguments(call, PARAMETERS), trainer };
  yield defect(model, stopper, {
    message: 'This EarlyStopping is never passed to a Trainer',
    fixes: mayWatch(model, stopper) ? passedFixes(model, call, trainer, defectOf(model, stopper)) : [],
    facts: { cause: 'unreached' },
  });
}

/** Lightning raises where nothing is watched, or a validation score while nothing is validated. */
function mayWatch(model: Model, stopper: Stopper): boolean {
  if (!stopper.given.has('monitor')) return false;
  const monitor = monitorOf(model, stopper);
  if (monitor === undefined || !VALIDATION_KEY.test(monitor)) return true;
  return stopper.trainer.fits.some((fit) => mayValidate(model, fit));
}
