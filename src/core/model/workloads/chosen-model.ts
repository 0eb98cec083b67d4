/** Models that are chosen by a name at run time, and methods that hand on the model they are called on. */
import type { Call, Expr } from '../../syntax/ast';
import { bindingIn, passedBy } from '../bind';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { parameterOf } from '../parameters';
import { returnedBy } from '../returns';
import type { Fact } from '../workload';
import { stringOf } from './fact';

const SAME = /^(cuda|to|train|eval|half|float|double|bfloat16|requires_grad_|share_memory)$/;

/** `models.__dict__[args.arch]()`, `getattr(models, name)()`: of a library or of the project. */
export function chosenModel(model: Model, expression: Expr): Fact<string> {
  return expression.kind === 'call' ? chosenMaker(model, expression.func) : null;
}

/** The same before it is called: `MoCo(models.__dict__[args.arch])`. */
export function chosenMaker(model: Model, expression: Expr): Fact<string> {
  if (expression.kind === 'subscript') {
    const isDict = expression.value.kind === 'attribute' && expression.value.attr === '__dict__';
    const zoo = isDict ? expression.value.value : undefined;
    return zoo && isModule(model, zoo) ? stringOf(model, expression.index[0]) : null;
  }
  if (expression.kind !== 'call' || expression.func.kind !== 'name' || expression.func.id !== 'getattr') return null;
  const [zoo, name] = expression.args;
  return zoo && name && isModule(model, zoo.value) ? stringOf(model, name.value) : null;
}

function isModule(model: Model, expression: Expr): boolean {
  return model.origins(expression).some((one) => one.kind === 'external');
}

/** Where the model may have come from: `net` in `net.cuda()`, what is bound to a name, what the only call of a function passes. */
export function innerModel(model: Model, expression: Expr): readonly Expr[] {
  const parameter = parameterOf(expression);
  if (parameter) {
    const passed = passedBy(model, parameter.owner, parameter.param);
    return passed.length === 1 ? passed.map(({ value }) => value) : [];
  }
  if (expression.kind === 'name') return reachingBindings(expression).flatMap(({ value }) => value ?? []);
  if (expression.kind !== 'call' || expression.func.kind !== 'attribute') return [];
  return SAME.test(expression.func.attr) ? [expression.func.value] : [];
}

/** The argument that a local function gives back when it is done with it: `init(net, gain)`. */
export function handedBack(model: Model, call: Call): Expr | undefined {
  const callee = model.calleeOf(call);
  const returned = callee ? returnedBy(callee) : [];
  const [first] = returned;
  if (!callee || first?.kind !== 'name' || !returned.every((one) => one.kind === 'name' && one.id === first.id))
    return undefined;
  const param = callee.params.find((one) => one.name === first.id);
  const isGiven = param && reachingBindings(first).some(({ node }) => node === param);
  return isGiven ? bindingIn(call, callee, param) : undefined;
}
