/** Whether something ends the training of a Hugging Face Trainer before its last epoch. */
import type { Call, Expr } from '../../syntax/ast';
import type { Model } from '../model';
import { methodCallsOn } from '../traverse';
import type { HfTrainer } from './hf-trainer';

/** Callbacks that a Trainer gets after it was made: `trainer.add_callback(...)`. */
export function addedCallbacks(model: Model, trainer: Call): readonly Expr[] {
  return methodCallsOn(model, trainer, 'add_callback').flatMap(({ args }) =>
    args.slice(0, 1).map(({ value }) => value),
  );
}

/** True when a callback stops, or may: one that cannot be followed, or a Trainer subclass that stops by itself. */
export function stopsTraining(model: Model, { call, given }: HfTrainer): boolean {
  const passed = model.callbacks(given.get('callbacks')?.value ?? null);
  if (passed.stops || !passed.complete) return true;
  if (model.program.attributes('should_training_stop').some(({ parent }) => parent?.kind === 'assign')) return true;
  return addedCallbacks(model, call).some((one) => mayStop(model, one));
}

function mayStop(model: Model, added: Expr): boolean {
  const origins = model.origins(added);
  if (origins.length === 0) return true;
  if (origins.some((one) => one.kind === 'external' && /EarlyStopp/.test(one.name))) return true;
  if (origins.some((one) => one.kind === 'parameter' || one.kind === 'item' || one.kind === 'function')) return true;
  return origins.some((one) => one.kind === 'result' && (/EarlyStopp|Pruning/.test(one.of) || isMadeElsewhere(one.of)));
}

/** What a function of another module makes may stop the training; a class is judged by its name. */
function isMadeElsewhere(name: string): boolean {
  return !/^_*[A-Z]/.test(name.slice(name.lastIndexOf('.') + 1)) && !name.startsWith('transformers.');
}
