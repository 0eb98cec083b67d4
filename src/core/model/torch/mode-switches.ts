/** Where modules are switched to evaluation: in the function of a forward, or where that function is called. */
import type { Call, Expr, FunctionDef } from '../../syntax/ast';
import { enclosingFunction } from '../../syntax/walk';
import { passedBy } from '../bind';
import type { Model } from '../model';
import { parameterOf } from '../parameters';
import { perModel } from '../per-model';
import { boundName } from '../traverse';
import { isGradOff } from './grad-scopes';
import { isModule, moduleTexts, type Texts, textOf } from './modules';

/** `model.eval()` in force at `forward`: before it in the same function, with no `model.train()` between. */
export function evalCallFor(model: Model, owner: FunctionDef | undefined, forward: Call): Call | undefined {
  const last = modeSwitches(model)
    .get(owner)
    ?.findLast((call) => call.start < forward.start && (owner !== undefined || isSameObject(model, call, forward)));
  return last && setsEvaluation(last) ? last : undefined;
}

/** Scripts and notebooks handle many modules in one scope, so there the mode is that of the module that was switched. */
function isSameObject(model: Model, mode: Call, forward: Call): boolean {
  const root = (call: Call): string => /^\w+/.exec(textOf(model, call.func))?.[0] ?? '';
  // `model = resnet18().eval()` switches what it binds.
  return root(forward) === root(mode) || root(forward) === boundName(mode);
}

/** `x.eval()` and `x.train(...)` on modules, by the function they are in, in source order. */
const modeSwitches = perModel((model) => {
  const texts = moduleTexts(model);
  const switches = ['eval', 'train']
    .flatMap((name) => model.program.calls(name))
    .filter((call) => isModeSwitch(model, call, texts))
    .sort((a, b) => a.start - b.start);
  const byOwner = new Map<FunctionDef | undefined, Call[]>();
  for (const call of switches) {
    const owner = enclosingFunction(call);
    byOwner.set(owner, [...(byOwner.get(owner) ?? []), call]);
  }
  return byOwner;
});

/** `model.train(False)` is `model.eval()`. */
function setsEvaluation(call: Call): boolean {
  const value = call.args[0]?.value;
  const isOff = value?.kind === 'constant' && value.value === false;
  return isOff || (call.func.kind === 'attribute' && call.func.attr === 'eval');
}

function isModeSwitch(model: Model, call: Call, texts: Texts): boolean {
  return call.func.kind === 'attribute' && call.args.length <= 1 && isModule(model, call.func.value, texts);
}

/** `model.eval()` before `extract(model, loader)`, with gradients, wherever that is called with the network of the forward. */
export function evalCallOfCallers(model: Model, forward: Call): Call | undefined {
  const parameter = parameterOf(rootOf(forward.func));
  const passed = parameter ? passedBy(model, parameter.owner, parameter.param) : [];
  if (!parameter || passed.length < model.callersOf(parameter.owner).length) return undefined;
  const found = passed.map(({ call, value }) =>
    isGradOff(model, call) ? undefined : evalCallOf(model, textOf(model, value), call),
  );
  return found.includes(undefined) ? undefined : found[0];
}

/** The last switch of a module before a call in the same function, when it is to evaluation. */
function evalCallOf(model: Model, text: string, before: Call): Call | undefined {
  const last = modeSwitches(model)
    .get(enclosingFunction(before))
    ?.findLast((call) => call.start < before.start && switchedText(model, call) === text);
  return last && setsEvaluation(last) ? last : undefined;
}

/** `model` of `model.eval()`, and of `model = Net().eval()`. */
const switchedText = (model: Model, call: Call): string =>
  boundName(call) ?? (call.func.kind === 'attribute' ? textOf(model, call.func.value) : '');

const rootOf = (expression: Expr): Expr => (expression.kind === 'attribute' ? rootOf(expression.value) : expression);

/** Functions that are handed a module behind a call that switched it. */
export const switchedByCallers = perModel((model): readonly FunctionDef[] => {
  const found = new Set<FunctionDef>();
  for (const [text, from] of firstSwitched(model))
    for (const { parent, start } of model.program.names(text)) {
      if (start <= from || parent?.kind !== 'argument' || parent.parent?.kind !== 'call') continue;
      const callee = model.calleeOf(parent.parent);
      if (callee && callee.name !== '__init__') found.add(callee);
    }
  return [...found];
});

/** Where each module is first switched to evaluation. */
function firstSwitched(model: Model): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const call of [...modeSwitches(model).values()].flat()) {
    if (!setsEvaluation(call)) continue;
    const text = switchedText(model, call);
    first.set(text, Math.min(call.start, first.get(text) ?? call.start));
  }
  return first;
}
