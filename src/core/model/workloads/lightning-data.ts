/** Where a Lightning fit gets its training data: a loader, a data module, or the module itself. */
import type { Call, ClassDef, Expr, FunctionDef } from '../../syntax/ast';
import { constructedWith } from '../constructed';
import type { Model } from '../model';
import { returnedBy } from '../returns';
import type { Fact } from '../workload';
import type { DataFacts } from './data-facts';
import { stringOf } from './fact';
import { COLLECTIONS } from './named-data';

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

/** The data of a fit, with the member of a collection that its data module is constructed for: `GlueData(task="mrpc")`. */
export function ofMember(model: Model, fit: Call, data: DataFacts): DataFacts {
  const { dataset } = data;
  if (!dataset || !COLLECTIONS.test(dataset.value)) return data;
  const members = holders(fit).flatMap((holder) => memberOf(model, holder) ?? []);
  const [only, ...others] = members;
  return only && others.length === 0
    ? { ...data, dataset: { ...only, value: `${dataset.value}/${only.value}` } }
    : data;
}

const holders = (fit: Call): readonly Expr[] =>
  fit.args.flatMap(({ name, star, value }) =>
    star === '' && (name === null || /^(model|datamodule)$/.test(name)) ? [value] : [],
  );

/** What `load_dataset("glue", self.task)` in the class of an object asks for, by the construction of the object. */
function memberOf(model: Model, holder: Expr): NonNullable<Fact<string>> | undefined {
  const names = model.origins(holder).flatMap((origin) => {
    const call = origin.kind === 'instance' ? origin.call : null;
    if (origin.kind !== 'instance' || !call) return [];
    return loadsIn(model, origin.of).map((config) => {
      const given = config && constructedWith(call, origin.of, config);
      return given ? stringOf(model, given) : null;
    });
  });
  const [first] = names;
  return first && names.every((one) => one?.value === first.value) ? first : undefined;
}

/** The second arguments of the calls of `load_dataset` in a class. */
function loadsIn(model: Model, definition: ClassDef): readonly (Expr | undefined)[] {
  return model.program
    .calls('load_dataset')
    .filter((call) => definition.start <= call.start && call.end <= definition.end)
    .map(({ args }) => args.find(({ name }) => name === 'name')?.value ?? args[1]?.value);
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
