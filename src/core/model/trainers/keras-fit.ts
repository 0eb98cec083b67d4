/** Calls that train a Keras model, with the arguments that decide how long. */
import type { Binding, Call, ClassDef, Expr } from '../../syntax/ast';
import type { Arguments } from '../arguments';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { moved } from '../answers';
import { returnedBy } from '../returns';
import { perModel, perModelAnd } from '../per-model';
import { asNumber, leastNumber, type Value } from '../values';
import { importsModule } from '../../syntax/imported-modules';
import { fitsUnseenModel } from './keras-unseen';

export const KERAS_MODELS = ['keras.Model', 'keras.Sequential', 'keras.models.Model', 'keras.models.Sequential'];
/** Functions that return a ready model. */
const MAKERS =
  /^(keras\.(applications\.\w+|(\w+\.)*(load_model|clone_model|model_from_json|model_from_config))|transformers\.TF\w+\.(from_pretrained|from_config)$)/;

/** `Model.fit` of Keras 3; 1.x and 2.x have the same order. */
const FIT = ['x', 'y', 'batch_size', 'epochs', 'verbose', 'callbacks', 'validation_split', 'validation_data'];
/** `Model.fit_generator` of Keras 2. */
const FIT_GENERATOR = ['generator', 'steps_per_epoch', 'epochs', 'verbose', 'callbacks', 'validation_data'];

export interface KerasFit {
  readonly call: Call;
  readonly receiver: Expr;
  readonly given: Arguments;
  /** The local class of the model, when it is one. */
  readonly definition: ClassDef | null;
  /** Keras 1 code (`nb_epoch`), whose EarlyStopping lacks today's arguments. */
  readonly legacy: boolean;
}

/** `model.fit(...)` and `model.fit_generator(...)` on values that are Keras models. */
export const kerasFits = perModel(findFits);

/** The fit that a call is; an answer of its own, so that a change to other fits does not count. */
export const kerasFitAt = perModelAnd(
  (model: Model, call: Call): KerasFit | undefined => kerasFits(model).find((fit) => fit.call === call),
  moved,
);

function findFits(model: Model): readonly KerasFit[] {
  return [...model.program.calls('fit'), ...model.program.calls('fit_generator')]
    .flatMap((call) => {
      if (call.func.kind !== 'attribute' || model.isIgnored(call)) return [];
      const receiver = call.func.value;
      const isUnseen = (): boolean => returnsHistory(model, call) || fitsUnseenModel(model, call, receiver);
      const is = kerasModel(model, receiver) ?? (isUnseen() ? { definition: null } : undefined);
      if (!is) return [];
      const given = model.arguments(call, call.func.attr === 'fit' ? FIT : FIT_GENERATOR);
      return [{ call, receiver, given, definition: is.definition, legacy: given.has('nb_epoch') }];
    })
    .sort((a, b) => a.call.start - b.call.start);
}

/** True for a value that is a Keras model, by where it comes from or by how it is compiled. */
export function isKerasModel(model: Model, receiver: Expr): boolean {
  return kerasModel(model, receiver) !== undefined;
}

function kerasModel(model: Model, receiver: Expr): { definition: ClassDef | null } | undefined {
  const origins = model.origins(receiver);
  for (const origin of origins) {
    if (origin.kind === 'result' && (KERAS_MODELS.includes(origin.of) || MAKERS.test(origin.of)))
      return { definition: null };
    if (origin.kind === 'result' && isImportedModel(model, origin.of)) return { definition: null };
    if (origin.kind === 'instance' && model.isSubclass(origin.of, ...KERAS_MODELS)) return { definition: origin.of };
  }
  return !isForeign(model, receiver) && isCompiledHere(model, receiver) ? { definition: null } : undefined;
}

/** Made by a library that has `fit` of its own. */
function isForeign(model: Model, receiver: Expr): boolean {
  return model.origins(receiver).some((origin) => origin.kind === 'result' && !isLocalModule(origin.of));
}

/** `fitted = model.fit(..., epochs=50)` and `fitted.history["loss"]`: only Keras returns such an object. */
function returnsHistory(model: Model, call: Call): boolean {
  if (call.func.kind !== 'attribute' || !importsKeras(model) || !call.args.some(({ name }) => name === 'epochs'))
    return false;
  if (isForeign(model, call.func.value)) return false;
  return model
    .usesOf(call)
    .some(
      ({ parent }) => parent?.kind === 'attribute' && parent.attr === 'history' && parent.parent?.kind === 'subscript',
    );
}

/** A factory or class of another file that makes Keras models. */
function isImportedModel(model: Model, name: string): boolean {
  const thing = model.imported(name);
  const names = thing?.kind === 'function' ? thing.returns : thing?.kind === 'class' ? thing.bases : [];
  return names.some((one) => KERAS_MODELS.includes(one) || MAKERS.test(one));
}

/** A factory imported from a module of the project, as far as its name tells. */
function isLocalModule(name: string): boolean {
  return !/^(ray|setfit|fastai|lightfm|composer|sentence_transformers|rl|torch|transformers|xgboost|sklearn|lightgbm|catboost|scikeras|statsmodels|pmdarima|prophet|keras\.wrappers)\b/.test(
    name,
  );
}

/** The model comes from elsewhere, but this file imports Keras and compiles it with a loss, as only Keras does; also in its builder. */
function isCompiledHere(model: Model, receiver: Expr, depth = 0): boolean {
  if (receiver.kind !== 'name' || depth > MAX_DEPTH || !importsKeras(model)) return false;
  const compiled = compiledBindings(model);
  return reachingBindings(receiver).some(
    (binding) =>
      compiled.has(binding.node) || builtBy(model, binding).some((one) => isCompiledHere(model, one, depth + 1)),
  );
}

const MAX_DEPTH = 3;

/** What a local function hands back for a name: `model, training_model = create_models()`. */
function builtBy(model: Model, { value, path }: Binding): readonly Expr[] {
  const maker = value?.kind === 'call' ? model.calleeOf(value) : undefined;
  const [index, ...deeper] = path;
  if (!maker || deeper.length > 0) return [];
  return returnedBy(maker).flatMap((one) => {
    if (index === undefined) return [one];
    return one.kind === 'tuple' || one.kind === 'list' ? (one.items[index] ?? []) : [];
  });
}

/** Where the names are bound on which `compile` is called with a loss or an optimizer. */
const compiledBindings = perModel((model) => {
  const compiles = model.program.calls('compile').filter(({ args }) => {
    // `compile(optimizer, loss, metrics=...)`, in this order.
    const positional = args.filter(({ name }) => name === null).length;
    return positional >= 2 || args.some(({ name }) => name === 'loss' || name === 'optimizer');
  });
  return new Set(
    compiles.flatMap(({ func }) =>
      func.kind === 'attribute' && func.value.kind === 'name'
        ? reachingBindings(func.value).map(({ node }) => node)
        : [],
    ),
  );
});

function importsKeras(model: Model): boolean {
  return importsModule(model.program, /^(keras|tensorflow|tf_keras)(\.|$)/);
}

export interface Epochs {
  readonly count: number;
  readonly value: Value;
  readonly expression: Expr;
}

/** The epochs that a fit runs, `initial_epoch` taken off; undefined when they cannot be read. */
export function epochsOf(model: Model, { given }: KerasFit): Epochs | undefined {
  const bound = given.get('epochs') ?? given.get('nb_epoch');
  if (!bound) return undefined;
  const value = model.value(bound.value);
  const last = leastNumber(value);
  const first = given.get('initial_epoch');
  const start = first ? asNumber(model.value(first.value)) : 0;
  if (last === undefined || start === undefined) return undefined;
  return { count: last - start, value, expression: bound.value };
}

/** True when the fit is given something to validate on, or may be. */
export function validates(model: Model, { given }: KerasFit): boolean {
  const data = given.get('validation_data');
  if (data && !(data.value.kind === 'constant' && data.value.value === null)) return true;
  const split = given.get('validation_split');
  return split !== undefined && asNumber(model.value(split.value)) !== 0;
}

/** `steps_per_epoch` of a handful of batches: a demonstration. */
export function isDemonstration(model: Model, { given }: KerasFit): boolean {
  const steps = given.get('steps_per_epoch');
  const count = steps ? asNumber(model.value(steps.value)) : undefined;
  return count !== undefined && count <= 5;
}
