/** Finds `Dataset.map` of tf.data on the way to training, and what the mapped function does. */
import type { Attribute, Call, Expr, FunctionDef, Lambda, Node, Stmt } from '../../syntax/ast';
import { ancestors, descend } from '../../syntax/walk';
import type { Model } from '../model';
import { perModel } from '../per-model';
import { isWithin } from '../torch/events';
import { calleeName } from '../traverse';
import { kerasFits } from '../trainers/keras-fit';

/**
 * `augments`: changes pictures at random; `random`: draws other random numbers. `decodes`: reads or decodes a file, always with
 * the same result. `elementwise`: casts and computes with constants, alike for one element and for a batch.
 */
export type MapWork = 'augments' | 'random' | 'decodes' | 'elementwise';

export interface TfMap {
  readonly call: Call & { readonly func: Attribute };
  readonly owner: FunctionDef | Lambda;
  readonly work: MapWork;
}

/** In source order; only those whose data set is seen to reach a training. */
export const tfMaps = perModel((model): readonly TfMap[] =>
  model.program.calls('map').flatMap((call) => {
    const owner = mappedFunction(model, call);
    const work = owner && !model.isIgnored(call) ? workOf(model, owner) : undefined;
    return owner && work && isTfData(model, call, owner) && reachesTraining(model, call, new Set())
      ? [{ call: call as TfMap['call'], owner, work }]
      : [];
  }),
);

/** What `map` applies: a lambda, or a local function, also in a `partial`. */
function mappedFunction(model: Model, { func, args }: Call): FunctionDef | Lambda | undefined {
  const first = args.find(({ name, star }) => star === '' && (name === null || name === 'map_func'))?.value;
  if (func.kind !== 'attribute' || !first) return undefined;
  const target = first.kind === 'call' && calleeName(first) === 'partial' ? first.args[0]?.value : first;
  if (target?.kind === 'lambda') return target;
  const origins = target ? model.origins(target) : [];
  const [only] = origins;
  return origins.length === 1 && only?.kind === 'function' ? only.definition : undefined;
}

const RANDOM =
  /^tensorflow\.(random\.(uniform|normal|truncated_normal|shuffle|categorical|gamma|poisson)|random_(uniform|normal|shuffle))$/;
const AUGMENTS = /^tensorflow\.(image\.random_\w+|random_crop)$/;
const PYTHON = /^tensorflow\.(py_function|numpy_function|py_func)$/;
const DECODES =
  /^tensorflow\.((io|image)\.(decode_(jpeg|png|image|gif|bmp|webp|and_crop_jpeg)|read_file)|audio\.decode_wav|read_file)$/;
const RANDOM_LAYER = /^keras\.layers\.(experimental\.preprocessing\.)?Random\w+$/;

function workOf(model: Model, owner: FunctionDef | Lambda): MapWork | undefined {
  const calls = callsFrom(model, owner, 0);
  const names = calls.flatMap((call) =>
    model.origins(call.func).flatMap((one) => (one.kind === 'external' ? [one.name] : [])),
  );
  // Python code holds the interpreter lock, so parallel calls of it gain little.
  if (names.some((name) => PYTHON.test(name))) return undefined;
  if (names.some((name) => AUGMENTS.test(name)) || calls.some((call) => isRandomLayer(model, call.func)))
    return 'augments';
  if (names.some((name) => RANDOM.test(name))) return 'random';
  if (names.some((name) => DECODES.test(name))) return 'decodes';
  return isElementwise(model, owner) ? 'elementwise' : undefined;
}

/** The calls in a function and in the local functions that it calls. */
function callsFrom(model: Model, owner: Node, depth: number): readonly Call[] {
  const own = [...descend(owner)].filter((node) => node.kind === 'call');
  if (depth > 2) return own;
  return own.flatMap((call) => {
    const callee = model.calleeOf(call);
    return callee && callee !== owner ? [call, ...callsFrom(model, callee, depth + 1)] : [call];
  });
}

/** `augment(x, training=True)` of a random layer, or of a Sequential that holds some. */
function isRandomLayer(model: Model, callee: Expr): boolean {
  return model.origins(callee).some((one) => {
    if (one.kind !== 'result') return false;
    if (RANDOM_LAYER.test(one.of)) return true;
    if (one.of !== 'keras.Sequential') return false;
    return [...descend(one.call)].some(
      (node) =>
        node.kind === 'call' &&
        model.origins(node.func).some((origin) => origin.kind === 'external' && RANDOM_LAYER.test(origin.name)),
    );
  });
}

/** Casts and arithmetic with constants, tuples and dictionaries of such, also over several assignments. */
function isElementwise(model: Model, owner: FunctionDef | Lambda): boolean {
  const known = new Set(owner.params.map(({ name }) => name));
  let computes = false;
  const isPlain = (one: Expr): boolean => {
    if (one.kind === 'name') return known.has(one.id);
    if (one.kind === 'tuple') return one.items.every(isPlain);
    if (one.kind === 'subscript') return isPlain(one.value) && one.index.every(isText);
    if (one.kind === 'binary' && ARITHMETIC.test(one.op)) {
      computes = true;
      return (isPlain(one.left) && isNumber(one.right)) || (isNumber(one.left) && isPlain(one.right));
    }
    const [first, ...rest] = one.kind === 'call' && isCast(model, one) ? one.args : [];
    computes ||= first !== undefined;
    return first !== undefined && isPlain(first.value) && rest.every(({ value }) => value.kind !== 'call');
  };
  if (owner.kind === 'lambda') return isPlain(owner.body) && computes;
  const last = owner.body.at(-1);
  for (const statement of owner.body.slice(0, -1)) {
    if (statement.kind === 'exprstmt' && statement.value.kind === 'constant') continue;
    const target = targetOf(statement, isPlain);
    if (target === undefined) return false;
    computes ||= statement.kind === 'augassign';
    known.add(target);
  }
  return last?.kind === 'return' && last.value !== null && isPlain(last.value) && computes;
}

const ARITHMETIC = /^[*/+-]$/;
const isText = (one: Expr): boolean => one.kind === 'constant' && typeof one.value === 'string';
const isNumber = (one: Expr): boolean => one.kind === 'constant' && typeof one.value === 'number';

/** The one variable that a statement gives a plain value. */
function targetOf(statement: Stmt, isPlain: (value: Expr) => boolean): string | undefined {
  if (statement.kind === 'augassign')
    return statement.target.kind === 'name' && ARITHMETIC.test(statement.op) && isNumber(statement.value)
      ? statement.target.id
      : undefined;
  const [target, ...rest] =
    statement.kind === 'assign' && statement.value && isPlain(statement.value) ? statement.targets : [];
  return target?.kind === 'name' && rest.length === 0 ? target.id : undefined;
}

function isCast(model: Model, { func }: Call): boolean {
  return model.origins(func).some((one) => one.kind === 'external' && one.name === 'tensorflow.cast');
}

const DATASETS =
  /^(tensorflow\.data\.|tensorflow_datasets\.|keras\.(utils|preprocessing)\.(\w+\.)?\w+_dataset_from_directory)/;
/** The receiver is a data set of TensorFlow, or what is mapped computes with TensorFlow. */
function isTfData(model: Model, call: Call, owner: Node): boolean {
  const origins = call.func.kind === 'attribute' ? model.origins(call.func.value) : [];
  const made = origins.flatMap((one) => (one.kind === 'result' || one.kind === 'item' ? [one.of] : []));
  if (made.length > 0)
    return made.some((name) => DATASETS.test(name)) && !made.some((name) => /Dataset\.range/.test(name));
  return callsFrom(model, owner, 0).some(
    ({ func }) =>
      isRandomLayer(model, func) ||
      model.origins(func).some((one) => one.kind === 'external' && one.name.startsWith('tensorflow.')),
  );
}

/** Methods that lead on to the same elements. */
const LEADS =
  /^(map|batch|padded_batch|shuffle|repeat|cache|prefetch|take|skip|filter|unbatch|with_options|apply|enumerate|shard|rebatch|concatenate|ragged_batch|ignore_errors|interleave)$/;

/** `fit` of a Keras model, or a loop that trains; through variables, functions that return it, and parameters. */
function reachesTraining(model: Model, value: Expr, seen: Set<Node>): boolean {
  if (seen.has(value) || seen.size > 200) return false;
  seen.add(value);
  const { parent } = value;
  if (parent?.kind === 'attribute') {
    const called = parent.parent?.kind === 'call' && parent.parent.func === parent ? parent.parent : undefined;
    return called !== undefined && LEADS.test(parent.attr) && reachesTraining(model, called, seen);
  }
  if (parent?.kind === 'assign' && parent.value === value)
    return model.usesOf(value).some((use) => reachesTraining(model, use, seen));
  if (parent?.kind === 'conditional') return parent.test !== value && reachesTraining(model, parent, seen);
  if (parent?.kind === 'tuple') return parent.parent?.kind === 'return' && returnedToTraining(model, parent, seen);
  if (parent?.kind === 'return') return returnedToTraining(model, value, seen);
  if (parent?.kind === 'for') return parent.iter === value && trains(model, parent);
  if (parent?.kind === 'argument' && parent.parent?.kind === 'call')
    return takenByTraining(model, value, parent.parent, seen);
  return false;
}

const trains = (model: Model, loop: Node): boolean =>
  model.trainingLoops.some(({ step }) => step === loop || isWithin(step, loop));

/** The callers of the function, whatever part of the result they take. */
function returnedToTraining(model: Model, value: Expr, seen: Set<Node>): boolean {
  const owner = [...ancestors(value)].find((one) => one.kind === 'function');
  if (owner?.kind !== 'function') return false;
  return model.callersOf(owner).some((call) => {
    const { parent } = call;
    const targets =
      parent?.kind === 'assign' ? parent.targets.flatMap((one) => (one.kind === 'tuple' ? one.items : [])) : [];
    if (targets.length === 0) return reachesTraining(model, call, seen);
    return targets.some((target) => model.usesOf(target).some((use) => reachesTraining(model, use, seen)));
  });
}

function takenByTraining(model: Model, value: Expr, call: Call, seen: Set<Node>): boolean {
  if (kerasFits(model).some((fit) => fit.call === call)) return true;
  if (/^(enumerate|tqdm|iter|zip|experimental_distribute_dataset)$/.test(calleeName(call)))
    return reachesTraining(model, call, seen);
  const callee = model.calleeOf(call);
  if (!callee) return false;
  const index = call.args.findIndex((one) => one.value === value);
  const name = call.args[index]?.name ?? callee.params[index + (callee.parent?.kind === 'class' ? 1 : 0)]?.name;
  return model.program
    .names(name ?? '')
    .some((use) => isWithin(use, callee) && use.parent?.kind !== 'param' && reachesTraining(model, use, seen));
}
