/** Keras early stopping that cannot end the fit it was made for. */
import type { Arguments } from '../../../model/arguments';
import type { Model } from '../../../model/model';
import { perModel } from '../../../model/per-model';
import { epochsOf, type KerasFit, kerasFits, validates } from '../../../model/trainers/keras-fit';
import { valueOf } from '../../../model/setting';
import { asNumber, asString } from '../../../model/values';
import { enclosingFunction } from '../../../syntax/walk';
import type { Call } from '../../../syntax/ast';
import { spanOf } from '../../../text/span';
import type { Fix } from '../../rule';
import { method } from '../keras-context';
import { keywordEdits } from '../keyword-fix';
import { lowered, shortNote, unlessShort } from '../level';
import { notes } from '../notes';
import { hasRoom, patienceBeside, plateauNote } from '../patience';
import { scaleOfKeras } from '../../../model/scale/of-runs';
import { kerasPlateau } from '../../../model/trainers/plateau';
import { workloadOf } from '../../../model/workloads/workload-of';
import type { Defect } from './defect';
import { passedFixes } from './passed-fix';
import { monitorFixes } from './monitor-fix';
import { isUsed } from './reached';
import { isDiscussed } from '../discussed';

const STOPPING = 'keras.callbacks.EarlyStopping';
const PARAMETERS = ['monitor', 'min_delta', 'patience', 'verbose', 'mode', 'baseline', 'restore_best_weights'];

interface Stopper {
  readonly call: Call;
  readonly given: Arguments;
  readonly fit: KerasFit;
}

export function* kerasDefects(model: Model): Generator<Defect> {
  for (const [call, fits] of watchedFits(model)) {
    const given = model.arguments(call, PARAMETERS);
    const found = fits.map((fit) => defectOf(model, { call, given, fit }));
    // One that ends any of its fits does its work.
    if (found[0] && !found.includes(undefined)) yield found[0];
  }
  for (const { call, fit } of unreached(model)) yield unreachedDefect(model, call, fit);
}

/** Fits by the early stopping that they are given. */
function watchedFits(model: Model): ReadonlyMap<Call, readonly KerasFit[]> {
  const watched = new Map<Call, KerasFit[]>();
  if (model.callsOf(STOPPING).length === 0) return watched;
  for (const fit of kerasFits(model))
    for (const call of stoppersOf(model, fit)) watched.set(call, [...(watched.get(call) ?? []), fit]);
  return watched;
}

/** Early stoppings of Keras in the callbacks of a fit, when it is the only one there. */
function stoppersOf(model: Model, { given }: KerasFit): readonly Call[] {
  const callbacks = given.get('callbacks');
  if (!callbacks) return [];
  const { members } = model.callbacks(callbacks.value);
  const found = members
    .flatMap((member) => model.origins(member))
    .flatMap((origin) => (origin.kind === 'result' && origin.of === STOPPING ? [origin.call] : []));
  return new Set(found).size === 1 ? found.slice(0, 1) : [];
}

function defectOf(model: Model, stopper: Stopper): Defect | undefined {
  const { given, fit } = stopper;
  if (!given.complete || !fit.given.complete) return undefined;
  const found = unvalidated(model, stopper) ?? trainingMetric(model, stopper);
  const patience = tooPatient(model, stopper);
  // A fix of the first would leave the second.
  return found && patience ? { ...found, fixes: [] } : (found ?? patience);
}

/** The monitor, `val_loss` when none is written; undefined when it cannot be read. */
function monitorOf(model: Model, { given }: Stopper): string | undefined {
  const bound = given.get('monitor');
  if (!bound) return 'val_loss';
  const value = model.value(bound.value);
  return value.certainty === 'known' ? asString(value) : undefined;
}

/** A step of its own, or a callback that writes logs, may give any metric. */
function logsItself(model: Model, { definition, given }: KerasFit): boolean {
  if (definition && ['train_step', 'test_step', 'fit'].some((name) => method(definition, name))) return true;
  const { members } = model.callbacks(given.get('callbacks')?.value ?? null);
  return members.some((member) => model.origins(member).some((origin) => origin.kind === 'instance'));
}

function unvalidated(model: Model, stopper: Stopper): Defect | undefined {
  const { call, fit } = stopper;
  const monitor = monitorOf(model, stopper);
  if (!monitor?.startsWith('val_') || validates(model, fit) || logsItself(model, fit)) return undefined;
  return defect(model, stopper, {
    message: `EarlyStopping watches ${monitor}, but the fit has no validation data`,
    fixes: heldOut(model, fit),
    span: spanOf(call),
    facts: { cause: 'no-validation', monitor },
  });
}

/** Arrays can be split; what has no `y` is a data set or a generator, which Keras does not split. */
function heldOut(model: Model, { call, given }: KerasFit): Fix[] {
  if (!given.has('y') || given.has('validation_data') || given.has('validation_split')) return [];
  const edits = keywordEdits(model, call, given, 'validation_split', '0.1');
  const reason = 'The last tenth of the rows is held out for validation, so shuffle sorted data before.';
  return edits ? [{ title: 'Set validation_split=0.1', safety: 'review', reason, edits, imports: [] }] : [];
}

const TRAINING_METRICS =
  /^(loss|acc|accuracy|(binary|categorical|sparse_categorical)_accuracy|mae|mse|mean_absolute_error|mean_squared_error|root_mean_squared_error|auc)$/;

function trainingMetric(model: Model, stopper: Stopper): Defect | undefined {
  const { call, given, fit } = stopper;
  const monitor = monitorOf(model, stopper);
  if (!monitor || !TRAINING_METRICS.test(monitor) || !validates(model, fit)) return undefined;
  if (fit.definition && method(fit.definition, 'train_step')) return undefined;
  const reason = `The fit then ends when val_${monitor} stops improving, usually earlier than ${monitor}.`;
  return defect(model, stopper, {
    message: `EarlyStopping watches ${monitor} of the training data, not of the validation`,
    fixes: monitorFixes(model, given, `val_${monitor}`, reason),
    span: spanOf(call),
    facts: { cause: 'training-metric', monitor },
  });
}

function tooPatient(model: Model, stopper: Stopper): Defect | undefined {
  const { call, given, fit } = stopper;
  const epochs = epochsOf(model, fit);
  const [patience, first] = [valueOf(model, given, 'patience'), valueOf(model, given, 'start_from_epoch')];
  const [waits, starts] = [patience ? asNumber(patience) : 0, first ? asNumber(first) : 0];
  if (!epochs || waits === undefined || starts === undefined || epochs.value.alternatives.length > 1) return undefined;
  if (epochs.count <= 0 || waits + starts < epochs.count) return undefined;
  const known = epochs.value.certainty === 'known' && (patience?.certainty ?? 'known') === 'known';
  return defect(model, stopper, {
    message: `A patience of ${waits} cannot end a fit of ${epochs.count} epochs`,
    fixes: known && starts === 0 ? patienceFixes(model, stopper, epochs.count) : [],
    span: spanOf(call),
    facts: { cause: 'patience', patience: waits, epochs: epochs.count },
    overridable: !known,
    note: plateauNote(kerasPlateau(model, fit.given), epochs.count),
  });
}

function patienceFixes(model: Model, { call, given, fit }: Stopper, epochs: number): Fix[] {
  const wanted = patienceBeside(kerasPlateau(model, fit.given), epochs);
  if (wanted === undefined || !hasRoom(wanted, epochs)) return [];
  const edits = keywordEdits(model, call, given, 'patience', `${wanted}`);
  const reason = `The fit then ends after ${wanted} epochs without a better result.`;
  return edits ? [{ title: `Set patience=${wanted}`, safety: 'review', reason, edits, imports: [] }] : [];
}

/** The score of fewer rows jumps from epoch to epoch, so that a short patience ends the fit by chance. */
const FEW_HELD_OUT = 50;
/** What the fix of a fit without validation sets. */
const HELD_OUT = 0.1;

/** The rows that `validation_split` holds out, or would hold out; undefined where they cannot be counted. */
function heldOutRows(model: Model, { call, given }: KerasFit): number | undefined {
  const rows = workloadOf(model, call)?.samples?.value;
  if (rows === undefined || given.has('validation_data')) return undefined;
  const split = valueOf(model, given, 'validation_split');
  const share = split ? asNumber(split) : HELD_OUT;
  return share === undefined ? undefined : rows * share;
}

type Found = Pick<Defect, 'message' | 'fixes' | 'span' | 'facts'> & {
  readonly overridable?: boolean;
  readonly note?: string | false;
  readonly related?: string;
};

function defect(model: Model, { fit }: Stopper, found: Found): Defect {
  const level = lowered('warning', found.overridable ? 1 : 0);
  const scale = scaleOfKeras(model, fit);
  const rows = heldOutRows(model, fit);
  const isNoise = rows !== undefined && rows < FEW_HELD_OUT;
  return {
    span: found.span,
    message: found.message,
    facts: found.facts,
    fixes: isNoise ? [] : found.fixes,
    level: unlessShort(level, scale),
    notes: notes(
      found.note,
      isNoise &&
        `no automatic fix: the validation would watch about ${Math.round(rows)} rows, so its loss is mostly noise`,
      shortNote(level, scale),
    ),
    related: [{ span: spanOf(fit.call), message: found.related ?? 'The fit that it was made for' }],
    workload: workloadOf(model, fit.call)?.id ?? null,
  };
}

/** Early stopping that is made and read nowhere, and the next fit in the same function, which has nothing that stops it. */
const unreached = perModel((model): readonly { readonly call: Call; readonly fit: KerasFit }[] => {
  const watched = watchedFits(model);
  return model.callsOf(STOPPING).flatMap(({ call, through }) => {
    if (through || model.isIgnored(call) || watched.has(call) || isUsed(model, call)) return [];
    const owner = enclosingFunction(call);
    const fit = kerasFits(model).find((one) => one.call.start > call.end && enclosingFunction(one.call) === owner);
    // Commented out, it was left out on purpose.
    if (!fit?.given.complete || isDiscussed(model, fit.call, 'callbacks')) return [];
    const passed = model.callbacks(fit.given.get('callbacks')?.value ?? null);
    return passed.stops || !passed.complete ? [] : [{ call, fit }];
  });
});

/** An early stopping was made for the fit but is not passed to it, which is a finding of its own. */
export function lacksItsStopping(model: Model, { call }: KerasFit): boolean {
  return model.callsOf(STOPPING).length > 0 && unreached(model).some(({ fit }) => fit.call === call);
}

function unreachedDefect(model: Model, call: Call, fit: KerasFit): Defect {
  const stopper = { call, given: model.arguments(call, PARAMETERS), fit };
  return defect(model, stopper, {
    span: spanOf(call),
    message: 'This EarlyStopping is never passed to a fit',
    related: 'This fit runs without it',
    facts: { cause: 'unreached' },
    fixes: fit.legacy ? [] : passedFixes(model, call, fit, defectOf(model, stopper)),
  });
}
