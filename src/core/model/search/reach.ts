/** The code that runs in one trial: the objective and everything of this program that it calls, with the trial followed. */
import type { Call, ClassDef, Expr, FunctionDef, Lambda, Module, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import { bindingIn } from '../bind';
import type { Model } from '../model';
import { isWithin } from '../torch/events';
import { calleeName } from '../traverse';
import type { Runnable } from './runnable';

export type Code = FunctionDef | Lambda | ClassDef | Module;

export interface Reach {
  /** The objective first; a class stands for all of its methods. */
  readonly code: readonly Code[];
  /** Calls that are handed the trial but whose code is not in this program. */
  readonly handedOut: readonly Call[];
  /** The names that the trial has in each function. */
  readonly trials: ReadonlyMap<Code, ReadonlySet<string>>;
}

const MAX_CODE = 40;

export function reachFrom(model: Model, runnable: Runnable): Reach {
  const trials = new Map<Code, Set<string>>();
  const handedOut: Call[] = [];
  const queue: Code[] = [];
  const add = (code: Code, names: Iterable<string>): void => {
    const known = trials.get(code);
    const fresh = [...names].filter((name) => !known?.has(name));
    if ((known && fresh.length === 0) || trials.size >= MAX_CODE) return;
    trials.set(code, new Set([...(known ?? []), ...fresh]));
    queue.push(code);
  };
  add(runnable.node, runnable.parameter === null ? [] : [runnable.parameter]);
  for (let code = queue.shift(); code; code = queue.shift()) {
    const names = trials.get(code) ?? new Set<string>();
    for (const node of descend(code)) {
      if (node.kind === 'assign' && node.value?.kind === 'name' && names.has(node.value.id)) {
        for (const target of node.targets) if (target.kind === 'name') names.add(target.id);
      }
      if (node.kind === 'call') followCall(model, node, names, { add, handedOut });
    }
  }
  return { code: [...trials.keys()], handedOut: [...new Set(handedOut)], trials };
}

/** A script that is run once for each trial: all of its code. */
export function reachOfScript(model: Model): Reach {
  const code = model.program.module;
  return { code: [code], handedOut: [], trials: new Map([[code, new Set<string>()]]) };
}

interface Found {
  readonly add: (code: Code, names: Iterable<string>) => void;
  readonly handedOut: Call[];
}

function followCall(model: Model, call: Call, names: ReadonlySet<string>, found: Found): void {
  const called = calledCode(model, call.func);
  for (const code of called) found.add(code, passedAs(model, call, code, names));
  for (const { value } of call.args) {
    if (value.kind !== 'name' && value.kind !== 'attribute') continue;
    for (const code of calledCode(model, value)) if (code.kind === 'function') found.add(code, []);
  }
  if (called.length === 0 && call.args.some(({ value }) => isTrial(value, names))) found.handedOut.push(call);
}

function isTrial(value: Expr, names: ReadonlySet<string>): boolean {
  return value.kind === 'name' && names.has(value.id);
}

/** Local functions and classes that an expression calls when it is called. */
function calledCode(model: Model, callee: Expr): readonly Code[] {
  return model.origins(callee).flatMap((origin): readonly Code[] => {
    if (origin.kind === 'function') return [origin.definition];
    if (origin.kind === 'class') return [origin.definition];
    return origin.kind === 'instance' ? [origin.of] : [];
  });
}

/** The parameters of `code` under which a call passes the trial. */
function passedAs(model: Model, call: Call, code: Code, names: ReadonlySet<string>): readonly string[] {
  const definition = code.kind === 'class' ? model.calleeOf(call) : code;
  if (definition?.kind !== 'function') return [];
  return definition.params
    .filter((param) => {
      const given = bindingIn(call, definition, param);
      return given !== undefined && isTrial(given, names);
    })
    .map((param) => param.name);
}

export function isReached(reach: Reach, node: Node): boolean {
  return reach.code.some((code) => isWithin(node, code));
}

/** Names of reached code: attributes, calls and names, for looking for words. */
export function* wordsIn(reach: Reach): Generator<string> {
  for (const code of reach.code) {
    for (const node of descend(code)) {
      if (node.kind === 'attribute') yield node.attr;
      else if (node.kind === 'name') yield node.id;
    }
  }
}

/** Names of calls that get the trial and that this program does not hold. */
export function handedNames(reach: Reach): readonly string[] {
  return reach.handedOut.map(calleeName);
}
