/** What one construction of a class hands over for a value that the class reads: an argument, or what it was kept under. */
import type { Call, ClassDef, Expr, FunctionDef } from '../syntax/ast';
import { descend, isSelf } from '../syntax/walk';
import { passedFor } from './kept-arguments';
import { parameterOf } from './parameters';

/** For `task`, `self.task` or `self.hparams.task` inside the class; undefined where the construction does not decide it. */
export function constructedWith(made: Call, definition: ClassDef, value: Expr): Expr | undefined {
  const name = parameterBehind(definition, value);
  const init = constructorOf(definition);
  const param = init?.params.find((one) => one.name === name && one.star === '');
  if (!init || !param) return undefined;
  const given = passedFor(made, { name: param.name, position: init.params.indexOf(param) - 1 });
  return given === 'default' ? (param.default ?? undefined) : given === 'unknown' ? undefined : given;
}

const constructorOf = (definition: ClassDef): FunctionDef | undefined =>
  definition.body.find((one): one is FunctionDef => one.kind === 'function' && one.name === '__init__');

/** The parameter of the constructor that a value is. */
function parameterBehind(definition: ClassDef, value: Expr): string | undefined {
  if (value.kind === 'name') {
    const found = parameterOf(value);
    return found && found.owner === constructorOf(definition) ? found.param.name : undefined;
  }
  if (value.kind !== 'attribute') return undefined;
  if (isSelf(value.value)) return keptUnder(definition, value.attr);
  const isSaved = value.value.kind === 'attribute' && value.value.attr === 'hparams' && isSelf(value.value.value);
  return isSaved && keepsAll(definition) ? value.attr : undefined;
}

/** `self.task = task`, and nowhere else anything. */
function keptUnder(definition: ClassDef, name: string): string | undefined {
  const values = [...descend(definition)].flatMap((node) =>
    node.kind === 'assign' &&
    node.targets.some((one) => one.kind === 'attribute' && one.attr === name && isSelf(one.value))
      ? [node.value]
      : [],
  );
  const [only, ...others] = values;
  return only?.kind === 'name' && others.length === 0 ? parameterBehind(definition, only) : undefined;
}

const keepsAll = (definition: ClassDef): boolean =>
  [...descend(definition)].some(
    (node) => node.kind === 'call' && node.func.kind === 'attribute' && node.func.attr === 'save_hyperparameters',
  );
