/** Where a data set goes after a function was mapped over it: to Trainers and loaders, which batch it, or elsewhere. */
import type { Argument, Attribute, Call, Expr, FunctionDef, Lambda, Node } from '../../syntax/ast';
import { ancestors } from '../../syntax/walk';
import type { Model } from '../model';
import { hfTrainers } from '../trainers/hf-trainer';
import { loaders, type Loader } from './find-loaders';

export interface MappedUses {
  readonly trainers: ReadonlySet<Call>;
  readonly loaders: ReadonlySet<Loader>;
  /** False when some rows go where it cannot be seen how they are batched. */
  readonly allSeen: boolean;
}

interface Found {
  readonly trainers: Set<Call>;
  readonly loaders: Set<Loader>;
  readonly visited: Set<Node>;
  allSeen: boolean;
}

/** The results of all `maps` of one function, and of calls of the function itself. */
export function mappedUses(model: Model, maps: readonly Call[], owner: FunctionDef | Lambda): MappedUses {
  const found: Found = { trainers: new Set(), loaders: new Set(), visited: new Set(), allSeen: true };
  for (const map of maps) follow(model, map, found);
  if (owner.kind === 'function') followCalls(model, owner, maps, found);
  return found;
}

/** The function may be called by hand as well, and what it gives then is one more data set. */
function followCalls(model: Model, owner: FunctionDef, maps: readonly Call[], found: Found): void {
  for (const name of model.program.names(owner.name)) {
    if (![...ancestors(name)].every((at) => !(maps as readonly Node[]).includes(at))) continue;
    if (!model.origins(name).some((one) => one.kind === 'function' && one.definition === owner)) continue;
    if (name.parent?.kind === 'call' && name.parent.func === name) follow(model, name.parent, found);
    else found.allSeen = false;
  }
}

function follow(model: Model, value: Expr, found: Found): void {
  if (found.visited.has(value) || !found.allSeen) return;
  found.visited.add(value);
  const { parent } = value;
  if (parent?.kind === 'exprstmt' || parent?.kind === 'delete' || parent?.kind === 'compare') return;
  if (parent?.kind === 'subscript' && parent.value === value) return follow(model, parent, found);
  if (parent?.kind === 'conditional' && parent.test !== value) return follow(model, parent, found);
  if (parent?.kind === 'attribute') return followAttribute(model, parent, found);
  if (parent?.kind === 'argument' && parent.parent?.kind === 'call')
    return followArgument(model, parent, parent.parent, found);
  if (parent?.kind === 'assign' && parent.value === value && parent.targets.every(({ kind }) => kind === 'name')) {
    for (const use of model.usesOf(value)) follow(model, use, found);
    return;
  }
  found.allSeen = false;
}

/** Methods of `datasets.Dataset` whose result has the same columns of tokens. */
const SAME_ROWS =
  /^(shuffle|select|select_columns|remove_columns|rename_columns?|with_format|train_test_split|class_encode_column|cast_column|sort|shard|flatten_indices|skip|take)$/;
/** Methods and properties that only look at the data set, or set how its rows are given out. */
const LOOKS =
  /^(set_format|reset_format|cleanup_cache_files|features|column_names|num_rows|num_columns|shape|format|info|keys)$/;

function followAttribute(model: Model, at: Attribute, found: Found): void {
  const isCalled = at.parent?.kind === 'call' && at.parent.func === at;
  if (isCalled && SAME_ROWS.test(at.attr)) follow(model, at.parent, found);
  else if (!LOOKS.test(at.attr)) found.allSeen = false;
}

const SHOWS = /^(print|pprint|display|len|type|repr|str|set)$/;
const READS_ALL = /^(predict|evaluate)$/;

function followArgument(model: Model, argument: Argument, call: Call, found: Found): void {
  const trainer = trainerTaking(model, argument, call);
  const loader = loaders(model).find((one) => one.call === call && one.dataset === argument.value);
  if (trainer) found.trainers.add(trainer);
  else if (loader) found.loaders.add(loader);
  else if (!(call.func.kind === 'name' && SHOWS.test(call.func.id))) found.allSeen = false;
}

/** `Trainer(train_dataset=data)` and `trainer.predict(data)`. */
function trainerTaking(model: Model, argument: Argument, call: Call): Call | undefined {
  for (const one of hfTrainers(model)) {
    const { call: made, given } = one;
    const isData = ['train_dataset', 'eval_dataset'].some((name) => given.get(name)?.value === argument.value);
    if (made === call) return isData && !batchesItself(model, made) ? made : undefined;
  }
  if (call.func.kind !== 'attribute' || !READS_ALL.test(call.func.attr)) return undefined;
  const receiver = model.origins(call.func.value).flatMap((one) => (one.kind === 'result' ? [one.call] : []));
  return hfTrainers(model).find((one) => receiver.includes(one.call))?.call;
}

/** A subclass that makes its loaders itself may batch without the collator. */
function batchesItself(model: Model, trainer: Call): boolean {
  return model
    .origins(trainer.func)
    .some(
      (one) =>
        one.kind === 'class' &&
        ['get_train_dataloader', 'get_eval_dataloader'].some((name) => one.definition.scope.bindings(name).length > 0),
    );
}
