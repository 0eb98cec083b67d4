/** Where the rows come from that a program puts together itself: joined tables, lists and dictionaries that a loop fills. */
import type { Call, Expr, Loop, Name } from '../../syntax/ast';
import { ancestors, descendRunning } from '../../syntax/walk';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { calleeName } from '../traverse';
import { asString } from '../values';
import { addedTo } from './counted-rows';

/** The tables that a join is named after: `sales.merge(shops, how="left")`, `pd.merge(a, b)`, `sales.append(more)`; undefined for any other call. */
export function joinedTables(model: Model, call: Call, name: string): readonly Expr[] | undefined {
  if (calleeName(call) === 'append' && call.func.kind === 'attribute') return [call.func.value];
  if (!/(^|\.)merge(_asof)?$/.test(name)) return undefined;
  const plain = call.args.filter((one) => one.name === null && one.star === '').map((one) => one.value);
  const isFunction = /^pandas\.merge/.test(name);
  const receiver = call.func.kind === 'attribute' && !isFunction ? [call.func.value] : [];
  const [left, right, written] = [...receiver, ...plain];
  const given = (key: string): Expr | undefined => call.args.find((one) => one.name === key)?.value;
  const how = given('how') ?? written;
  const kept = how && asString(model.value(how));
  const sides = [left ?? given('left'), right ?? given('right')];
  const taken =
    kept === 'left' || name.endsWith('_asof') ? sides.slice(0, 1) : kept === 'right' ? sides.slice(1) : sides;
  return taken.flatMap((one) => one ?? []);
}

/** What is put into a list or a dictionary that begins empty, and then what the loops go through that fill it. */
export function putInto(model: Model, name: Name): readonly Expr[] {
  const added = [...addedTo(model, name), ...entriesOf(model, name)];
  return [...added, ...added.flatMap((one) => loopedThrough(one))];
}

/** `sets[split] = Rows(split)`. */
function entriesOf(model: Model, name: Name): readonly Expr[] {
  const [binding, ...others] = reachingBindings(name);
  if (!binding?.value || others.length > 0 || !isEmptyTable(binding.value)) return [];
  return model.program.names(name.id).flatMap((use) => {
    const entry = use.parent?.kind === 'subscript' && use.parent.value === use ? use.parent : undefined;
    const statement = entry?.parent;
    const isSet = statement?.kind === 'assign' && entry !== undefined && statement.targets.includes(entry);
    const isSame = isSet && reachingBindings(use).some(({ node }) => node === binding.node);
    return isSame ? (statement.value ?? []) : [];
  });
}

function isEmptyTable(value: Expr): boolean {
  if (value.kind === 'dict') return value.entries.length === 0;
  return value.kind === 'call' && /^(dict|OrderedDict|defaultdict)$/.test(calleeName(value));
}

/** The tables that the loops around an addition go through, the innermost first. */
function loopedThrough(added: Expr): readonly Expr[] {
  const loops: Loop[] = [];
  for (const at of ancestors(added)) {
    if (at.kind === 'function' || at.kind === 'class') break;
    if (at.kind === 'for') loops.push(at);
  }
  return loops.flatMap((one) => (one.kind === 'for' ? rowsBehind(one.iter) : []));
}

/** `table` of `range(len(table))`, `range(table.text.shape[0])`, `table.iterrows()`, `enumerate(table)`. */
function rowsBehind(iter: Expr): readonly Expr[] {
  if (iter.kind !== 'call') return [iter];
  const { func, args } = iter;
  if (func.kind === 'attribute') return /^iter(rows|tuples)$|^items$/.test(func.attr) ? [func.value] : [iter];
  if (calleeName(iter) !== 'range')
    return args[0] && /^(enumerate|tqdm|zip)$/.test(calleeName(iter)) ? rowsBehind(args[0].value) : [iter];
  return args.flatMap(({ value }) =>
    [...descendRunning(value)].flatMap((one): readonly Expr[] => {
      if (one.kind === 'attribute' && one.attr === 'shape') return [one.value];
      return one.kind === 'call' && calleeName(one) === 'len' ? (one.args[0] ? [one.args[0].value] : []) : [];
    }),
  );
}
