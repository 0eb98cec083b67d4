/** Batches whose size is told by what the code calls it: `next_batch(mb_size)`, `range(0, rows, args.batch_size)`. */
import type { Argument, Expr, Node } from '../../syntax/ast';
import { descendRunning, enclosingFunction } from '../../syntax/walk';
import { moved } from '../answers';
import type { TrainingLoop } from '../loops';
import type { Model } from '../model';
import { perModelAnd } from '../per-model';
import type { Fact } from '../workload';
import { numberOf } from './fact';

const NAME = /^(train(ing)?_?)?((mini_?)?batch|mb)_?(size|sz)(_train)?$/i;

/** `batch_size`, `args.train_batch_size`, `BATCH_SIZE`. */
export const isNamedBatch = (value: Expr): boolean =>
  NAME.test(value.kind === 'name' ? value.id : value.kind === 'attribute' ? value.attr : '');

/** `batch_size=32`, or a value that is called so. */
export const isBatchArgument = ({ name, star, value }: Argument): boolean =>
  star === '' && (name === null ? isNamedBatch(value) : NAME.test(name));

/** The size that a training loop names, in its header, in its body, or else in its function; null where that names several. */
export function namedBatch(model: Model, { step, stepFunction, loader }: TrainingLoop): Fact<number> {
  if (loader && isOfLibrary(model, loader)) return null;
  const scopes = [step, stepFunction, enclosingFunction(step)];
  return scopes.reduce<Fact<number>>((found, scope) => found ?? (scope ? sizeIn(model, scope) : null), null);
}

/** A loader decides for itself. */
const isOfLibrary = (model: Model, loader: Expr): boolean =>
  model.origins(loader).some((one) => one.kind === 'result' && /DataLoader$/.test(one.of));

const sizeIn = perModelAnd((model: Model, scope: Node): Fact<number> => {
  const sizes = [...descendRunning(scope)].flatMap((node) => {
    const value = valueOf(node, scope);
    return (value && numberOf(model, value)) ?? [];
  });
  const [first, ...others] = sizes;
  if (!first || !Number.isInteger(first.value) || first.value < 1) return null;
  return others.every(({ value }) => value === first.value) ? first : null;
}, moved);

/** A loader for the validation may be written in the same function, so that a keyword says nothing there. */
function valueOf(node: Node, scope: Node): Expr | undefined {
  if (node.kind === 'argument')
    return node.name !== null && scope.kind !== 'function' && NAME.test(node.name) ? node.value : undefined;
  return (node.kind === 'name' || node.kind === 'attribute') && isNamedBatch(node) ? node : undefined;
}
