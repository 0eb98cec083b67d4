/** Whether the training in a function is switched off by the arguments of one call: `run_epoch(model, loader, optimizer=None)`. */
import type { Call, Expr, FunctionDef, If, Name, Node } from '../../syntax/ast';
import { ancestors, blocks } from '../../syntax/walk';
import { bindingIn } from '../bind';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { parameterOf } from '../parameters';
import { asString, isNone, type Value } from '../values';
import { isWithin } from './events';

/** A function as one call runs it. */
interface Run {
  readonly call: Call;
  readonly owner: FunctionDef;
}

const MAX_DEPTH = 3;

/** True when the arguments of the call keep a node of the function from running. */
export function isSkipped(model: Model, node: Node, run: Run): boolean {
  // What is unpacked into the call may set any parameter.
  if (run.call.args.some(({ star }) => star !== '')) return false;
  let from: Node = node;
  for (const at of ancestors(node)) {
    if (at.kind === 'if' && from !== at.test && isOtherArm(model, at, from, run)) return true;
    if (leavesBefore(model, at, from, run)) return true;
    if (at === run.owner) return false;
    from = at;
  }
  return false;
}

function isOtherArm(model: Model, at: If, from: Node, run: Run): boolean {
  const truth = truthIn(model, at.test, run, 0);
  if (truth === undefined) return false;
  return (at.body as readonly Node[]).some((one) => isWithin(from, one)) ? !truth : truth;
}

/** `if not training: return loss` earlier in the block. */
function leavesBefore(model: Model, block: Node, from: Node, run: Run): boolean {
  return blocks(block).some((statements) => {
    const index = statements.findIndex((one) => one === from);
    return statements
      .slice(0, Math.max(0, index))
      .some((one) => one.kind === 'if' && leaves(one) && truthIn(model, one.test, run, 0) === true);
  });
}

function leaves({ body }: If): boolean {
  const last = body.at(-1)?.kind;
  return last === 'return' || last === 'continue';
}

/** What a condition is worth when the call runs the function; undefined when that cannot be told. */
function truthIn(model: Model, test: Expr, run: Run, depth: number): boolean | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const inner = (one: Expr): boolean | undefined => truthIn(model, one, run, depth + 1);
  switch (test.kind) {
    case 'name': {
      const given = givenFor(test, run);
      if (given) return truthOf(model.value(given));
      const [only, ...others] = reachingBindings(test);
      const isPlain = only?.kind === 'assign' && others.length === 0 && only.path.length === 0;
      return isPlain && only.value && isWithin(only.node, run.owner) ? inner(only.value) : undefined;
    }
    case 'unary': {
      const operand = test.op === 'not' ? inner(test.operand) : undefined;
      return operand === undefined ? undefined : !operand;
    }
    case 'binary':
      return joined(test.op, inner(test.left), inner(test.right));
    case 'compare':
      return compared(model, test, run);
    default:
      return undefined;
  }
}

function joined(op: string, left: boolean | undefined, right: boolean | undefined): boolean | undefined {
  if (op !== 'and' && op !== 'or') return undefined;
  const decides = op === 'or';
  if (left === decides || right === decides) return decides;
  return left === undefined || right === undefined ? undefined : !decides;
}

/** The argument for a parameter, or its default; undefined for other names and where the function binds the name again. */
function givenFor(name: Name, { call, owner }: Run): Expr | undefined {
  const found = parameterOf(name);
  if (found?.owner !== owner) return undefined;
  return bindingIn(call, owner, found.param) ?? found.param.default ?? undefined;
}

function truthOf(value: Value): boolean | undefined {
  if (isNone(value)) return false;
  const truths = new Set(value.alternatives.map((one) => (one.type === 'boolean' ? one.value : undefined)));
  return truths.size === 1 && value.certainty !== 'unknown' ? [...truths][0] : undefined;
}

/** `optimizer is not None`, `phase == "train"`. */
function compared(model: Model, { ops, operands }: Extract<Expr, { kind: 'compare' }>, run: Run): boolean | undefined {
  const [left, right] = operands;
  const op = (ops[0] ?? '').replace(/\s+/g, ' ');
  if (ops.length !== 1 || left?.kind !== 'name' || right?.kind !== 'constant') return undefined;
  const given = givenFor(left, run);
  const value = given && model.value(given);
  if (!value || value.certainty === 'unknown' || !/^(is|is not|==|!=)$/.test(op)) return undefined;
  const same = isSame(value, right.value);
  if (same === undefined) return undefined;
  return op === 'is' || op === '==' ? same : !same;
}

function isSame(value: Value, constant: unknown): boolean | undefined {
  if (constant === null) return isNone(value) ? true : undefined;
  if (typeof constant === 'boolean') {
    const truth = truthOf(value);
    return truth === undefined ? undefined : truth === constant;
  }
  const text = asString(value);
  return typeof constant === 'string' && text !== undefined ? text === constant : undefined;
}
