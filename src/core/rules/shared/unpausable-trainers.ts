/** Long runs of Keras, Hugging Face and Lightning that are told, or left, to keep no checkpoint. */
import { replaceExpression } from '../../fixes/edits';
import { reference } from '../../fixes/reference';
import type { Arguments, BoundArgument } from '../../model/arguments';
import { isBuiltKeras } from '../../model/keras-built';
import type { Model } from '../../model/model';
import { fittedModule, scaleOfKeras, scaleOfLightning, scaleOfTransformer } from '../../model/scale/of-runs';
import { valueOf } from '../../model/setting';
import { destinationOf, TRAINING_ARGUMENTS } from '../../model/trainers/hf-trainer';
import type { KerasFit } from '../../model/trainers/keras-fit';
import { fittingTrainers } from '../../model/trainers/lightning';
import { textOf } from '../../model/torch/modules';
import { asBoolean, asString, leastNumber, type Value } from '../../model/values';
import { workloadOf } from '../../model/workloads/workload-of';
import { addCallback } from './callback-list';
import { quoted } from './quotes';
import type { Unpausable } from './unpausable';

/** `fit` for many epochs whose callbacks, all of them known, keep nothing. */
export function unpausableFit(model: Model, fit: KerasFit, fewest: number): Unpausable[] {
  const { call, given, legacy, receiver } = fit;
  const length = valueOf(model, given, 'epochs');
  const epochs = length && leastNumber(length);
  const callbacks = model.callbacks(given.get('callbacks')?.value ?? null);
  if (!length || epochs === undefined || epochs < fewest || !given.complete || !callbacks.complete) return [];
  if (callbacks.members.some((one) => SAVES.test(textOf(model, one)) || savesByItself(model, one))) return [];
  // How long it runs is then not what `epochs` says.
  if (callbacks.members.some((one) => mayStop(model, one))) return [];
  const { expression, imports } = reference(model.program, 'keras.callbacks.BackupAndRestore', call);
  const edits = addCallback(model, call, given, `${expression}(${quoted(model, 'backup')})`);
  const fix =
    legacy || !edits || !isBuiltKeras(model, receiver) ? null : { title: 'Add BackupAndRestore', edits, imports };
  const workload = workloadOf(model, call);
  return [{ node: call, epochs, length, keeps: 'nothing', scale: scaleOfKeras(model, fit), workload, fix }];
}

const SAVES = /checkpoint|backup|save|snapshot|store|log_model|wandb|mlflow|neptune|comet/i;

const STOPS = /early_?stop/i;

const mayStop = (model: Model, member: Parameters<Model['origins']>[0]): boolean =>
  STOPS.test(textOf(model, member)) || model.origins(member).some((one) => one.kind === 'result' && STOPS.test(one.of));

/** A callback of the program, whatever it does. */
function savesByItself(model: Model, member: Parameters<Model['origins']>[0]): boolean {
  return model.origins(member).every((one) => one.kind !== 'result' || SAVES.test(one.of));
}

/** `save_strategy="no"` or `save_only_model=True`. */
export function unpausableTransformers(model: Model, fewest: number): Unpausable[] {
  return model.callsOf(...TRAINING_ARGUMENTS).flatMap(({ call, through }): Unpausable[] => {
    const given = model.arguments(call, ['output_dir']);
    const length = valueOf(model, given, 'num_train_epochs');
    const epochs = length && leastNumber(length);
    if (through || !length || epochs === undefined || epochs < fewest || model.isIgnored(call)) return [];
    const saving = given.get('save_strategy');
    const only = given.get('save_only_model');
    const isOff = saving !== undefined && asString(model.value(saving.value)) === 'no';
    const isOnly = only !== undefined && asBoolean(model.value(only.value)) === true;
    const destination = destinationOf(model, call);
    if ((!isOff && !isOnly) || given.has('max_steps') || destination.kind === 'unused') return [];
    const workload = workloadOf(model, ...destination.runs, call);
    const fix = isOff
      ? rewritten('Use save_strategy="epoch"', saving, quoted(model, 'epoch'))
      : rewritten('Set save_only_model=False', only, 'False');
    const keeps = isOff ? 'nothing' : 'weights';
    const node = (isOff ? saving : only)?.argument ?? call;
    return [{ node, epochs, length, keeps, scale: scaleOfTransformer(model, workload), workload, fix }];
  });
}

/** `enable_checkpointing=False`, in 1.x `checkpoint_callback=False`. */
export function unpausableLightning(model: Model, fewest: number): Unpausable[] {
  return fittingTrainers(model).flatMap(({ call, given, fits }): Unpausable[] => {
    const length = valueOf(model, given, 'max_epochs');
    const epochs = length && leastNumber(length);
    const name = ['enable_checkpointing', 'checkpoint_callback'].find((one) => isFalse(model, given, one));
    if (!length || epochs === undefined || epochs < fewest || name === undefined) return [];
    if (model.program.mentions('save_checkpoint') || given.has('max_steps') || given.has('max_time')) return [];
    const bound = given.get(name);
    const workload = workloadOf(model, ...fits);
    const scale = scaleOfLightning(model, { module: fittedModule(fits), epochs, workload });
    const fix = rewritten(`Set ${name}=True`, bound, 'True');
    return [{ node: bound?.argument ?? call, epochs, length, keeps: 'nothing', scale, workload, fix }];
  });
}

function isFalse(model: Model, given: Arguments, name: string): boolean {
  const value: Value | undefined = valueOf(model, given, name);
  return value?.certainty === 'known' && asBoolean(value) === false;
}

function rewritten(title: string, bound: BoundArgument | undefined, text: string): Unpausable['fix'] {
  if (!bound?.argument || bound.value.kind !== 'constant') return null;
  return { title, edits: replaceExpression(bound.value, text), imports: [] };
}
