/** Small questions about the tree, for whoever looks at calls, names and assignments. */
import type { Call, Expr, Node, Stmt } from '../syntax/ast';
import { descend, statementOf } from '../syntax/walk';
import type { Model } from './model';
import { perModelAnd } from './per-model';

/** `x.fit(...)`: the attribute's name, or the function's own name for a plain call; empty for anything else. */
export function calleeName(call: Call): string {
  if (call.func.kind === 'attribute') return call.func.attr;
  return call.func.kind === 'name' ? call.func.id : '';
}

/** `torch.cuda.is_available` for a chain of attributes on a name; undefined when anything else is in it. */
export function dotted(expression: Expr): string | undefined {
  if (expression.kind === 'name') return expression.id;
  if (expression.kind !== 'attribute') return undefined;
  const base = dotted(expression.value);
  return base === undefined ? undefined : `${base}.${expression.attr}`;
}

/** All calls at or below a node. */
export function* callsIn(node: Node): Generator<Call> {
  for (const at of descend(node)) if (at.kind === 'call') yield at;
}

/** The name that the value of `expression` is first bound to: `x` in `x = make()`. */
export function boundName(expression: Expr): string | undefined {
  const statement = statementOf(expression);
  if (statement?.kind !== 'assign' || statement.value !== expression) return undefined;
  const target = statement.targets[0];
  return target?.kind === 'name' ? target.id : undefined;
}

/** Calls of a method on the very object that `constructor` made. */
export function methodCallsOn(model: Model, constructor: Call, method: string): readonly Call[] {
  let find = RECEIVED.get(method);
  if (!find)
    RECEIVED.set(method, (find = perModelAnd((at, maker: Call) => callsByReceiver(at, method).get(maker) ?? [])));
  return find(model, constructor);
}

/** By method: its calls on what a call made. */
const RECEIVED = new Map<string, (model: Model, maker: Call) => readonly Call[]>();

/** The calls of a method, by the call that made their receiver. */
const callsByReceiver = perModelAnd((model: Model, method: string): ReadonlyMap<Call, readonly Call[]> =>
  groupByMaker(model, model.program.calls(method), ({ func }) => (func.kind === 'attribute' ? func.value : undefined)),
);

/** Groups calls by the calls that may have made the object which `object` finds in them. */
export function groupByMaker(
  model: Model,
  calls: readonly Call[],
  object: (call: Call) => Expr | undefined,
): ReadonlyMap<Call, readonly Call[]> {
  const groups = new Map<Call, Call[]>();
  for (const call of calls) {
    const expression = object(call);
    for (const maker of new Set(expression ? makersOf(model, expression) : [])) {
      const group = groups.get(maker);
      if (group) group.push(call);
      else groups.set(maker, [call]);
    }
  }
  return groups;
}

function makersOf(model: Model, expression: Expr): readonly Call[] {
  return model
    .origins(expression)
    .flatMap((origin) =>
      (origin.kind === 'result' || origin.kind === 'instance') && origin.call ? [origin.call] : [],
    );
}

/** True when the expression may be the object that `call` made. */
export function standsFor(model: Model, expression: Expr, call: Call): boolean {
  return madeBy(model, expression).includes(call);
}

/** The calls that may have made what an expression is. */
export function madeBy(model: Model, expression: Expr): readonly Call[] {
  return model
    .origins(expression)
    .flatMap((origin) => ((origin.kind === 'result' || origin.kind === 'instance') && origin.call) || []);
}

/** Assignments to `<anything>.attr` in the program. */
export function attributeAssignments(model: Model, attr: string): { target: Expr; value: Expr | null; node: Stmt }[] {
  return model.program.attributes(attr).flatMap((attribute) => {
    const statement = statementOf(attribute);
    if (statement?.kind !== 'assign' || !statement.targets.includes(attribute)) return [];
    return [{ target: attribute, value: statement.value, node: statement }];
  });
}
