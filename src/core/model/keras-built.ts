/** Whether a Keras model has its weights before `fit`: callbacks that restore them refuse one that has not (keras, backup_and_restore.py). */
import type { Call, Expr } from '../syntax/ast';
import type { Model } from './model';
import { methodCallsOn } from './traverse';

const MADE_WITH_INPUTS = /^keras\.(applications\.\w+|Model|(models|saving)\.load_model)$/;
const INPUT = /^keras\.(layers\.)?Input(Layer)?$/;
const STATES_INPUT = /^(input_shape|batch_input_shape|input_dim)$/;

/** False where it is not known. */
export function isBuiltKeras(model: Model, network: Expr): boolean {
  const origins = model.origins(network);
  return (
    origins.length > 0 &&
    origins.every((one) => {
      if (one.kind === 'instance') return isBuiltByCall(model, one.call);
      if (one.kind !== 'result') return false;
      if (one.of === 'keras.Sequential') return startsWithInput(model, one.call) || isBuiltByCall(model, one.call);
      return MADE_WITH_INPUTS.test(one.of);
    })
  );
}

/** `model.build((None, 64))`. */
const isBuiltByCall = (model: Model, made: Call | null): boolean =>
  made !== null && methodCallsOn(model, made, 'build').length > 0;

/** The first layer is an input, states its shape, or is a model that has one. */
function startsWithInput(model: Model, made: Call): boolean {
  const list = made.args.find(({ name }) => name === null || name === 'layers')?.value;
  const first = list?.kind === 'list' ? list.items[0] : methodCallsOn(model, made, 'add')[0]?.args[0]?.value;
  if (!first) return false;
  const [layer] = model.origins(first);
  if (layer?.kind !== 'result') return false;
  if (INPUT.test(layer.of) || layer.call.args.some(({ name }) => STATES_INPUT.test(name ?? ''))) return true;
  return isBuiltKeras(model, first);
}
