/** Models that are chosen by a name at run time, and methods that hand on the model they are called on. */
import type { Expr } from '../../syntax/ast';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import type { Fact } from '../workload';
import { stringOf } from './fact';

const ZOO = /^(torchvision\.models|timm\.models|pretrainedmodels|keras\.applications)(\.|$)/;
const SAME = /^(cuda|to|train|eval|half|float|double|bfloat16|requires_grad_|share_memory)$/;

/** `models.__dict__[args.arch]()`, `vars(models)[name]()`, `getattr(models, name)()`. */
export function chosenModel(model: Model, expression: Expr): Fact<string> {
  if (expression.kind !== 'call') return null;
  const { func } = expression;
  if (func.kind === 'subscript') {
    const isDict = func.value.kind === 'attribute' && func.value.attr === '__dict__';
    const zoo = isDict ? func.value.value : undefined;
    return zoo && isZoo(model, zoo) ? stringOf(model, func.index[0]) : null;
  }
  if (func.kind !== 'call' || func.func.kind !== 'name' || func.func.id !== 'getattr') return null;
  const [zoo, name] = func.args;
  return zoo && name && isZoo(model, zoo.value) ? stringOf(model, name.value) : null;
}

function isZoo(model: Model, expression: Expr): boolean {
  return model.origins(expression).some((one) => one.kind === 'external' && ZOO.test(one.name));
}

/** Where the model may have come from: `net` in `net.cuda()`, what is bound to a name. */
export function innerModel(expression: Expr): readonly Expr[] {
  if (expression.kind === 'name') return reachingBindings(expression).flatMap(({ value }) => value ?? []);
  if (expression.kind !== 'call' || expression.func.kind !== 'attribute') return [];
  return SAME.test(expression.func.attr) ? [expression.func.value] : [];
}
