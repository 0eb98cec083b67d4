/** Finds training steps of TensorFlow that run one operation at a time: a gradient tape in a Python loop, with no `tf.function` around. */
import type { Call, ClassDef, FunctionDef, Name, Node } from '../../syntax/ast';
import { descend, enclosingFunction } from '../../syntax/walk';
import { bindingIn } from '../bind';
import { innermostLoop } from '../epoch-loops';
import { reachingBindings } from '../lookup';
import type { TrainingLoop } from '../loops';
import type { Model } from '../model';
import { backwardEvents, updatesIn } from '../torch/events';
import { calleeName } from '../traverse';
import { callsIn } from './jax-steps';
import { compiledState, isCompiledValue } from './compilers';
import { type PythonLoop, pythonLoop } from './python-loops';
import { calledFrom, isChanging, isImpure, isParameter, isStaticTest, rootOf } from './traceable';

export interface TapeStep extends PythonLoop {
  readonly training: TrainingLoop;
}

export function tapeSteps(model: Model): readonly TapeStep[] {
  return model.trainingLoops.flatMap((training): TapeStep[] => {
    if (training.framework !== 'tensorflow' || model.isIgnored(training.backward)) return [];
    const site = pythonLoop(model, training.backward);
    if (site?.loop !== training.step || isKerasStep(model, site.step)) return [];
    const scopes = [training.step, ...(site.step ? [site.step] : [])];
    // Where the loss or the forward pass is compiled, most of the work is.
    const compiled = scopes.flatMap(callsIn).some(({ func }) => isCompiledValue(model, func));
    return compiled ? [] : [{ ...site, training }];
  });
}

/** A step in a method of a plain class that no loop here runs: the loop is in a file that imports the class. */
export function looseTapeSteps(model: Model): readonly Call[] {
  return backwardEvents(model).flatMap(({ call, framework }): Call[] => {
    const step = framework === 'tensorflow' ? enclosingFunction(call) : undefined;
    if (!step || innermostLoop(call) || model.isIgnored(call) || updatesIn(model, step).length === 0) return [];
    return isLoose(model, step, 0) && !callsIn(step).some(({ func }) => isCompiledValue(model, func)) ? [call] : [];
  });
}

/** Nothing compiles it, and whatever calls it here are such methods. */
function isLoose(model: Model, step: FunctionDef, depth: number): boolean {
  if (step.parent?.kind !== 'class' || !isPlainClass(model, step.parent) || depth > 2) return false;
  if (compiledState(model, step) !== 'no') return false;
  return model.callersOf(step).every((call) => {
    const caller = enclosingFunction(call);
    return caller !== undefined && caller !== step && !innermostLoop(call) && isLoose(model, caller, depth + 1);
  });
}

/** Of no library, which may compile what it is given. */
const isPlainClass = (model: Model, { bases }: ClassDef): boolean =>
  bases.every(({ value }) =>
    model
      .origins(value)
      .some((one) =>
        one.kind === 'class'
          ? isPlainClass(model, one.definition)
          : one.kind === 'external' && one.name === 'builtins.object',
      ),
  );

/** `train_step` of a Keras model, which `fit` compiles. */
function isKerasStep(model: Model, step: FunctionDef | null): boolean {
  return (
    step?.name === 'train_step' &&
    step.parent?.kind === 'class' &&
    model.isSubclass(step.parent, 'keras.Model', 'keras.Sequential')
  );
}

/** Calls that need a value, act on Python objects, or make variables, which a graph may do once only. */
const EAGER =
  /^(numpy|item|tolist|append|extend|pop|write|print|log|info|set_postfix|set_description|save|save_weights|float|int|bool|input|open|time|perf_counter|next|Variable|add_weight|Sequential|Model|fit|predict|update|breakpoint|gather|as_numpy)$/;

/** Nothing in the function wants values or Python state, and it gets tensors. */
export function isGraphable(model: Model, step: FunctionDef): boolean {
  const calls = model.callersOf(step);
  if (calls.length !== 1 || step.params.some(({ star }) => star !== '')) return false;
  if ([...descend(step)].some((node) => isEagerOnly(model, node, step))) return false;
  const below = calledFrom(model, [step]).flatMap((one) => [...descend(one)]);
  if (
    below.some(
      (node) => /^(global|nonlocal|yield|print)$/.test(node.kind) || (node.kind === 'call' && isEagerName(model, node)),
    )
  )
    return false;
  return step.params.every((param) => calls.every((call) => isTensorLike(model, bindingIn(call, step, param))));
}

function isEagerOnly(model: Model, node: Node, step: FunctionDef): boolean {
  switch (node.kind) {
    case 'global':
    case 'nonlocal':
    case 'yield':
    case 'await':
    case 'print':
    case 'try':
    case 'raise':
    case 'assert':
    case 'lambda':
    case 'while':
    case 'for':
      return true;
    case 'if':
    case 'conditional':
      return !isStaticTest(node.test);
    case 'name':
      return node.id === 'self' || isChanging(node, [step]);
    case 'attribute':
      return node.attr === 'trainable_variables' && isOfParameter(node, step);
    case 'call':
      return isEagerCall(model, node, step);
    default:
      return false;
  }
}

/** Layers and optimizers that are made here; `keras.optimizers.Adam().apply_gradients` is a part of the graph. */
const MAKES_VARIABLES = /^keras\.(layers|optimizers|Model|Sequential)\b[\w.]*$/;

/** `tf.math.log` is a part of the graph, the `log` of a logger is not. */
function isEagerName(model: Model, call: Call): boolean {
  const names = model.origins(call.func).flatMap((one) => (one.kind === 'external' ? [one.name] : []));
  if (names.some((name) => MAKES_VARIABLES.test(name)) || isImpure(model, call)) return true;
  const isOperation = names.some((name) => /^tensorflow\.(?!Variable\b|py_function\b|numpy_function\b)/.test(name));
  return !isOperation && EAGER.test(calleeName(call));
}

function isEagerCall(model: Model, call: Call, step: FunctionDef): boolean {
  if (isEagerName(model, call)) return true;
  // A model that is handed over may be another one at the next call.
  return call.func.kind === 'name' ? isParameter(call.func, [step]) : isOfParameter(call.func, step);
}

function isOfParameter(node: Parameters<typeof rootOf>[0], step: FunctionDef): boolean {
  const root = rootOf(node);
  return root !== undefined && isParameter(root, [step]);
}

/** No Python number of a loop, no text, no function and no model. */
function isTensorLike(model: Model, given: ReturnType<typeof bindingIn>): boolean {
  if (!given || given.kind === 'list' || given.kind === 'tuple' || given.kind === 'dict') return false;
  if (model.value(given).alternatives.some(({ type }) => type !== 'object' && type !== 'sequence')) return false;
  if (given.kind === 'name' && isCounter(given)) return false;
  return model.origins(given).every(({ kind }) => kind === 'parameter' || kind === 'result' || kind === 'item');
}

function isCounter(name: Name): boolean {
  return reachingBindings(name).some(({ kind, value, path }) => {
    if (kind !== 'for' || value?.kind !== 'call') return false;
    const callee = calleeName(value);
    return /^(range|trange)$/.test(callee) || (callee === 'enumerate' && path[0] === 0);
  });
}
