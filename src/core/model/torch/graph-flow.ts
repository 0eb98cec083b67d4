/** Which expressions of a training step hold a tensor that carries its autograd graph. */
import type { Call, Expr, FunctionDef, Name, Node } from '../../syntax/ast';
import { descend, enclosingFunction } from '../../syntax/walk';
import { reachingBindings } from '../lookup';
import type { TrainingLoop } from '../loops';
import type { Model } from '../model';
import { asIs } from '../answers';
import { perModel, perModelAnd } from '../per-model';
import { returnedBy } from '../returns';
import { calleeName } from '../traverse';
import { backwardEvents, isWithin } from './events';
import { isGradOff } from './grad-scopes';
import { isPath, textOf } from './modules';

const MAX_DEPTH = 6;

/** Methods whose result still has a gradient function; anything else ends the search. */
const KEEPS =
  /^(mean|sum|cpu|cuda|to|float|half|double|type|contiguous|clone|view|reshape|squeeze|unsqueeze|permute|transpose|flatten|abs|pow|sqrt|exp|log|neg|mul|div|add|sub|clamp|norm)$/;
/** Nobody squares counts and accuracies: what a network hands back besides its scores are activations then. */
const REGULARISES = /^(pow|square|norm)$/;
/** What outputs of Hugging Face models call the tensors that carry a graph. */
const OUTPUTS = /^(loss|logits|last_hidden_state)$/;
/** Losses of torch by name, as modules and as functions. */
const LOSS =
  /^torch\.nn\.(\w+Loss|functional\.(cross_entropy|nll_loss|mse_loss|l1_loss|smooth_l1_loss|huber_loss|binary_cross_entropy|binary_cross_entropy_with_logits|kl_div|poisson_nll_loss|cosine_embedding_loss|triplet_margin_loss|hinge_embedding_loss|margin_ranking_loss|ctc_loss))$/;

/** The tensor that a backward call starts from. */
export function lossOf(backward: Call): Expr | undefined {
  if (backward.func.kind !== 'attribute') return undefined;
  const receiver = backward.func.value;
  const first = backward.args.find((one) => one.name === null && one.star === '')?.value;
  if (isScaled(receiver)) return receiver.args[0]?.value;
  const handedOver =
    backward.func.attr === 'manual_backward' || (first !== undefined && isPath(receiver) && isManager(receiver));
  return handedOver ? first : receiver;
}

/** `scaler.scale(loss)`. */
function isScaled(node: Expr): node is Call {
  return node.kind === 'call' && calleeName(node) === 'scale' && node.args.length === 1;
}

/** `accelerator.backward(loss)`, `fabric.backward(loss)`, `engine.backward(loss)`: loss tensors have other names. */
function isManager(receiver: Expr): boolean {
  const name = receiver.kind === 'attribute' ? receiver.attr : receiver.kind === 'name' ? receiver.id : '';
  return /accelerator|fabric|engine|optimizer|strategy|^self$|^model$/i.test(name);
}

/** A loop that records graphs: one that trains, or one that evaluates without saying that it does not need them. */
export type RecordingLoop = Pick<TrainingLoop, 'step' | 'stepFunction' | 'forwards'>;

/** One loop, with what is known to carry a graph in it. */
export class GraphFlow {
  readonly #model: Model;
  readonly #scopes: readonly Node[];
  readonly #forwards: ReadonlySet<Node>;
  /** Names and paths on which a backward starts, with the function that they are in. */
  readonly #losses: ReadonlyMap<string, ReadonlySet<FunctionDef | undefined>>;

  constructor(model: Model, loop: RecordingLoop, backwards: readonly Call[]) {
    this.#model = model;
    this.#scopes = loop.stepFunction ? [loop.step, loop.stepFunction] : [loop.step];
    this.#forwards = new Set<Node>(loop.forwards.filter((call) => !isGradOff(model, call)));
    this.#losses = lossNames(model, backwards);
  }

  /** The parts of an expression, through arithmetic, that carry a graph; empty when it carries none. */
  carriers(expression: Expr): readonly Expr[] {
    if (expression.kind === 'binary' && /^(\+|-|\*|\/|\*\*|@)$/.test(expression.op))
      return [...this.carriers(expression.left), ...this.carriers(expression.right)];
    if (expression.kind === 'unary' && expression.op === '-') return this.carriers(expression.operand);
    return this.#carries(expression, 0) ? [expression] : [];
  }

  #carries(expression: Expr, depth: number): boolean {
    if (depth > MAX_DEPTH) return false;
    switch (expression.kind) {
      case 'name':
        return this.#name(expression, depth);
      case 'binary':
        return (
          /^(\+|-|\*|\/|\*\*|@)$/.test(expression.op) &&
          (this.#carries(expression.left, depth + 1) || this.#carries(expression.right, depth + 1))
        );
      case 'unary':
        return expression.op === '-' && this.#carries(expression.operand, depth + 1);
      case 'attribute':
        return OUTPUTS.test(expression.attr) && this.#carries(expression.value, depth + 1);
      case 'subscript':
        return this.#carries(expression.value, depth + 1);
      case 'call':
        return this.#call(expression, depth);
      default:
        return false;
    }
  }

  #call(call: Call, depth: number): boolean {
    if (this.#forwards.has(call)) return true;
    if (this.#returned(call, [], depth)) return true;
    const { func } = call;
    if (func.kind === 'attribute' && KEEPS.test(func.attr) && this.#carries(func.value, depth + 1)) return true;
    if (func.kind === 'attribute' && REGULARISES.test(func.attr) && this.#isOutput(func.value)) return true;
    return this.#isLoss(call) && !isGradOff(this.#model, call);
  }

  /** `outputs` of `scores, outputs = model(x)`, and differences of such. */
  #isOutput(expression: Expr): boolean {
    if (expression.kind === 'subscript') return this.#isOutput(expression.value);
    if (expression.kind === 'binary') return this.#isOutput(expression.left) && this.#isOutput(expression.right);
    const bindings = expression.kind === 'name' ? reachingBindings(expression) : [];
    return bindings.length > 0 && bindings.every(({ value }) => value !== null && this.#forwards.has(value));
  }

  #isLoss({ func }: Call): boolean {
    return this.#model.origins(func).some((origin) => {
      if (origin.kind === 'external') return /functional/.test(origin.name) && LOSS.test(origin.name);
      return origin.kind === 'result' && LOSS.test(origin.of);
    });
  }

  #isLossName(name: Name): boolean {
    return this.#losses.get(name.id)?.has(enclosingFunction(name)) ?? false;
  }

  /** What a helper that holds the step returns, where every return carries a graph. */
  #returned(call: Call, path: readonly number[], depth: number): boolean {
    const callee = this.#model.calleeOf(call);
    if (!callee || !this.#scopes.includes(callee)) return false;
    const values = returnedBy(callee).map((value) => path.reduce<Expr | undefined>(itemOf, value));
    return values.length > 0 && values.every((value) => value !== undefined && this.#carries(value, depth + 1));
  }

  /** Every binding that may reach the name, inside the loop, carries a graph. */
  #name(name: Name, depth: number): boolean {
    const bindings = reachingBindings(name);
    if (bindings.length === 0 || !bindings.every(({ node }) => this.#scopes.some((scope) => isWithin(node, scope))))
      return false;
    return bindings.every(({ kind, value, node, path }) => {
      if (kind === 'augassign') return node.kind === 'augassign' && this.#isLossName(name);
      if (kind !== 'assign' || !value) return false;
      if (value.kind === 'call' && this.#scopes.includes(this.#model.calleeOf(value) ?? value))
        return this.#returned(value, path, depth + 1);
      // Of what a call returns besides, nothing is known.
      if (path.length > 0 && !this.#isLossName(name) && !/loss/i.test(name.id)) return false;
      return (
        this.#carries(value, depth + 1) ||
        (this.#isLossName(name) && isUnknownCall(value) && !isGradOff(this.#model, node))
      );
    });
  }
}

function lossNames(
  model: Model,
  backwards: readonly Call[],
): ReadonlyMap<string, ReadonlySet<FunctionDef | undefined>> {
  const names = new Map<string, Set<FunctionDef | undefined>>();
  for (const call of backwards) {
    const loss = lossOf(call);
    if (!loss || !isPath(loss)) continue;
    const text = textOf(model, loss);
    names.set(text, (names.get(text) ?? new Set()).add(enclosingFunction(call)));
  }
  return names;
}

function itemOf(value: Expr | undefined, index: number): Expr | undefined {
  return value?.kind === 'tuple' || value?.kind === 'list' ? value.items[index] : undefined;
}

/** A call whose result cannot be told; that `backward()` is called on it later tells. */
function isUnknownCall(value: Expr): boolean {
  if (value.kind === 'call') return !/^(item|detach|tolist|numpy|float|int|len|round)$/.test(calleeName(value));
  return value.kind === 'binary' || value.kind === 'subscript' || value.kind === 'attribute';
}

/** Whether a name or path flows into a backward pass of the program. */
export const isBackpropagated = perModelAnd(
  (model: Model, path: string): boolean => backpropagated(model).has(path),
  asIs,
);

/** Names and paths that flow into a backward pass of the program, through assignments, sums and calls. */
const backpropagated = perModel((model): ReadonlySet<string> => {
  const found = new Set<string>();
  const queue = [...startsOfBackward(model, null)];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (found.has(at)) continue;
    found.add(at);
    queue.push(...readFor(model, lastOf(at)));
  }
  return found;
});

const startsOfBackward = perModelAnd((model: Model, _: null): readonly string[] =>
  pathsIn(
    model,
    backwardEvents(model).flatMap(({ call }) => [lossOf(call) ?? [], call.args.map(({ value }) => value)].flat()),
  ),
);

/** What is read where variables that end in a name, or in an attribute (`.loss`), are assigned or added to. */
const readFor = perModelAnd((model: Model, last: string): readonly string[] => pathsIn(model, valuesOf(model, last)));

function lastOf(path: string): string {
  const dot = path.lastIndexOf('.');
  return (dot < 0 ? path : path.slice(dot)).replace(/\s/g, '');
}

function pathsIn(model: Model, values: readonly Expr[]): readonly string[] {
  const found = new Set<string>();
  for (const value of values) for (const node of descend(value)) if (isReadPath(node)) found.add(textOf(model, node));
  return [...found];
}

function isReadPath(node: Node): node is Extract<Expr, { kind: 'name' | 'attribute' }> {
  return (node.kind === 'name' || node.kind === 'attribute') && isPath(node);
}

/** What the variables of the same name are assigned and added, anywhere in the function. */
function valuesOf(model: Model, last: string): Expr[] {
  const same = last.startsWith('.') ? model.program.attributes(last.slice(1)) : model.program.names(last);
  const values: Expr[] = [];
  for (const node of same) {
    const value = valueGiven(node);
    if (value) values.push(value);
  }
  return values;
}

/** What is assigned or added to a variable where it stands; a tuple around it is given the whole. */
function valueGiven(node: Expr): Expr | null {
  const { parent } = node;
  if (parent?.kind === 'augassign') return parent.target === node ? parent.value : null;
  const target = parent?.kind === 'tuple' ? parent : node;
  const assign = target.parent;
  return assign?.kind === 'assign' && (assign.targets as readonly Node[]).includes(target) ? assign.value : null;
}
