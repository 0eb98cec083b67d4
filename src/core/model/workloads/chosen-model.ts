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
  return expression.kind === 'call' ? chosenMaker(model, expression.func) : null;
}

/** The same before it is called: `MoCo(models.__dict__[args.arch])`. */
export function chosenMaker(model: Model, expression: Expr): Fact<string> {
  if (expression.kind === 'subscript') {
    const isDict = expression.value.kind === 'attribute' && expression.value.attr === '__dict__';
    const zoo = isDict ? expression.value.value : undefined;
    return zoo && isZoo(model, zoo) ? stringOf(model, expression.index[0]) : null;
  }
  if (expression.kind !== 'call' || expression.func.kind !== 'name' || expression.func.id !== 'getattr') return null;
  const [zoo, name] = expression.args;
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
