/** Whether the training in a function is switched off by the arguments of one call: `run_epoch(model, loader, optimizer=None)`. */
import type { Call, Expr, FunctionDef, If, Name, Node } from '../../syntax/ast';
import { ancestors, blocks } from '../../syntax/walk';
import { bindingIn } from '../bind';
import type { Model } from '../model';
import { parameterOf } from '../parameters';
import { truthOfTest } from '../truth';
import { UNKNOWN } from '../values';
import { isWithin } from './events';

/** A function as one call runs it. */
interface Run {
  readonly call: Call;
  readonly owner: FunctionDef;
}

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
  const truth = truthIn(model, at.test, run);
  if (truth === undefined) return false;
  return (at.body as readonly Node[]).some((one) => isWithin(from, one)) ? !truth : truth;
}

/** `if not training: return loss` earlier in the block. */
function leavesBefore(model: Model, block: Node, from: Node, run: Run): boolean {
  return blocks(block).some((statements) => {
    const index = statements.findIndex((one) => one === from);
    return statements
      .slice(0, Math.max(0, index))
      .some((one) => one.kind === 'if' && leaves(one) && truthIn(model, one.test, run) === true);
  });
}

function leaves({ body }: If): boolean {
  const last = body.at(-1)?.kind;
  return last === 'return' || last === 'continue';
}

/** What a condition is worth when the call runs the function; undefined when that cannot be told. */
function truthIn(model: Model, test: Expr, run: Run): boolean | undefined {
  return truthOfTest(test, (part) => {
    if (part.kind === 'constant') return model.value(part);
    const given = part.kind === 'name' ? givenFor(part, run) : undefined;
    return given ? model.value(given) : UNKNOWN;
  });
}

/** The argument for a parameter, or its default; undefined for other names and where the function binds the name again. */
function givenFor(name: Name, { call, owner }: Run): Expr | undefined {
  const found = parameterOf(name);
  if (found?.owner !== owner) return undefined;
  return bindingIn(call, owner, found.param) ?? found.param.default ?? undefined;
}
