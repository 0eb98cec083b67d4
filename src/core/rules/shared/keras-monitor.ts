/** Which logged metric an EarlyStopping can watch on one model. */
import { descend } from '../../syntax/walk';
import type { Call, ClassDef, Expr } from '../../syntax/ast';
import type { Model } from '../../model/model';
import { asString } from '../../model/values';
import type { KerasFit } from '../../model/trainers/keras-fit';
import { method } from './keras-context';
import { type Direction, directionOf } from './metric-direction';

/** A metric, and which way is better where Keras has to be told. */
export interface Monitor {
  readonly metric: string;
  readonly mode: Direction | null;
}

/** What the checkpoint of the same fit goes by, which its author chose; else what the model is known to log. */
export function monitorOf(model: Model, fit: KerasFit): Monitor | undefined {
  const chosen = checkpointed(model, fit);
  if (chosen) return chosen;
  const metric = loggedLoss(fit);
  // Keras 3 finds the direction of the metrics given to `compile` only.
  return metric === undefined ? undefined : { metric, mode: metric === 'val_loss' ? null : 'min' };
}

const CHECKPOINT = 'keras.callbacks.ModelCheckpoint';

function checkpointed(model: Model, { given }: KerasFit): Monitor | undefined {
  const found = membersOf(model, given.get('callbacks')?.value ?? null)
    .filter(({ of }) => of === CHECKPOINT)
    .flatMap(({ call }) => chosenBy(model, call) ?? []);
  const [only, ...others] = found;
  return only && others.every(({ metric }) => metric === only.metric) ? only : undefined;
}

function chosenBy(model: Model, call: Call): Monitor | undefined {
  const given = model.arguments(call, ['filepath', 'monitor']);
  const textAt = (name: string): string | undefined => {
    const value = given.get(name)?.value;
    return value && asString(model.value(value));
  };
  const metric = textAt('monitor');
  if (!metric?.startsWith('val_') || metric === 'val_loss') return undefined;
  const written = textAt('mode');
  const mode = written === 'min' || written === 'max' ? written : directionOf(metric);
  return mode && { metric, mode };
}

/** The callbacks of libraries among those of a fit. */
function membersOf(model: Model, callbacks: Expr | null): readonly { readonly of: string; readonly call: Call }[] {
  return model
    .callbacks(callbacks)
    .members.flatMap((member) => model.origins(member))
    .flatMap((origin) => (origin.kind === 'result' ? [origin] : []));
}

const CYCLES = /Cyclic|\bCLR$|WarmRestart|SGDR/;

/** A rate that goes up and down takes the loss with it. */
export function cyclesRate(model: Model, { given }: KerasFit): boolean {
  const { members } = model.callbacks(given.get('callbacks')?.value ?? null);
  return members
    .flatMap((member) => model.origins(member))
    .some((origin) => {
      if (origin.kind === 'result') return CYCLES.test(origin.of);
      return origin.kind === 'instance' && CYCLES.test(origin.of.name);
    });
}

/**
 * `val_loss` for a model with the built-in steps. A custom step is read for what it returns; undefined when that cannot
 * be told, because a metric that is never logged would never stop anything.
 */
function loggedLoss({ definition }: KerasFit): string | undefined {
  if (!definition || !method(definition, 'train_step')) return 'val_loss';
  const logged = loggedBy(definition);
  const metric = logged.find((name) => name === 'loss') ?? logged.find((name) => name.endsWith('loss'));
  return metric === undefined ? undefined : `val_${metric}`;
}

/** Keys of the dictionary literals that `test_step` returns. */
function loggedBy(definition: ClassDef): readonly string[] {
  const step = method(definition, 'test_step');
  if (!step) return [];
  return [...descend(step)].flatMap((node) => {
    if (node.kind !== 'return' || node.value?.kind !== 'dict') return [];
    return node.value.entries.flatMap(({ key }) =>
      key?.kind === 'constant' && typeof key.value === 'string' ? [key.value] : [],
    );
  });
}
