/** Where a Lightning fit gets its training data: a loader, a data module, or the module itself. */
import type { Call, ClassDef, Expr, FunctionDef } from '../../syntax/ast';
import type { Model } from '../model';
import { returnedBy } from '../returns';

/** The expression that makes the training loader of `trainer.fit(...)`. */
export function trainingLoader(model: Model, fit: Call): Expr | undefined {
  const plain = fit.args.filter((one) => one.name === null && one.star === '');
  const named = (pattern: RegExp): Expr | undefined => fit.args.find((one) => pattern.test(one.name ?? ''))?.value;
  const given = named(/^(train_dataloaders?|datamodule)$/) ?? plain[1]?.value;
  const holder = given ?? named(/^model$/) ?? plain[0]?.value;
  return (holder && hooked(model, holder)) ?? given;
}

/** What `train_dataloader` of a local module class returns. */
function hooked(model: Model, holder: Expr): Expr | undefined {
  for (const origin of model.origins(holder)) {
    const hook = origin.kind === 'instance' ? methodOf(model, origin.of, 'train_dataloader') : undefined;
    if (hook) return returnedBy(hook)[0];
  }
  return undefined;
}

function methodOf(model: Model, definition: ClassDef, name: string, depth = 0): FunctionDef | undefined {
  const own = definition.body.find((one): one is FunctionDef => one.kind === 'function' && one.name === name);
  if (own || depth > 3) return own;
  const bases = definition.bases.flatMap((base) => model.origins(base.value));
  for (const base of bases) {
    const found = base.kind === 'class' ? methodOf(model, base.definition, name, depth + 1) : undefined;
    if (found) return found;
  }
  return undefined;
}
