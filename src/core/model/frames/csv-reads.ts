/** Reads of CSV files: those whose columns are not all used, and those that are repeated. */
import type { Call, Expr, FunctionDef, Loop, Name, Node } from '../../syntax/ast';
import { ancestors, descend, enclosing } from '../../syntax/walk';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { perModelAnd } from '../per-model';
import { calleeName } from '../traverse';
import { asString, isNone } from '../values';

export interface ColumnRead {
  readonly kind: 'columns';
  readonly call: Call;
  /** Columns that are used, in the order of their first use, and those that the call itself needs. */
  readonly used: readonly string[];
  /** How many columns the file has where `names=` lists them. */
  readonly all: number | null;
  /** A list picks them out of more, or there is only one: tables of one column are rare, and nobody lists all of them. */
  readonly picks: boolean;
  /** Some are read on some paths only, so that the file may not have them. */
  readonly depends: boolean;
}

export interface RepeatedRead {
  readonly kind: 'repeated';
  readonly call: Call;
  /** The loop, or the `__getitem__` of a data set, in which the same file is read each time. */
  readonly place: Loop | FunctionDef;
}

export function* csvReads(model: Model): Generator<ColumnRead | RepeatedRead> {
  for (const { call, certainty } of model.callsOf('pandas.read_csv', 'pandas.read_table')) {
    const found = certainty === 'is' ? readAt(model, call) : undefined;
    if (found) yield found;
  }
}

/** An answer for each call: what is typed elsewhere is no change to it. */
const readAt = perModelAnd((model: Model, call: Call): ColumnRead | RepeatedRead | undefined => {
  if (model.isIgnored(call)) return undefined;
  const place = repeatedAt(model, call);
  return place ? { kind: 'repeated', call, place } : columnRead(model, call);
});

/** Arguments that make something else than one table, or that say which columns to read. */
const SPECIAL = new Set(['usecols', 'chunksize', 'iterator', 'squeeze', 'nrows', 'skipfooter']);

function columnRead(model: Model, call: Call): ColumnRead | undefined {
  if (call.args.some(({ name, star }) => star !== '' || (name !== null && SPECIAL.has(name)))) return undefined;
  const given = (name: string): Expr | undefined => call.args.find((one) => one.name === name)?.value;
  const names = given('names');
  const listed = names ? textsIn(model, names) : [];
  const header = given('header');
  if (!listed || (header && isNone(model.value(header)) && listed.length === 0)) return undefined;
  const needed = neededBy(model, call);
  const uses = needed ? usedColumns(model, call) : [];
  if (!needed || !uses || uses.length === 0) return undefined;
  const used = [...new Set([...uses.flatMap(({ columns }) => columns), ...needed])];
  const all = listed.length > 0 ? listed.length : null;
  const picks = used.length === 1 || uses.some(({ columns }) => columns.length > 1);
  return { kind: 'columns', call, used, all, picks, depends: uses.some(({ node }) => isBranch(node, call)) };
}

/** Columns that become the index or dates; undefined where they are told by their places. */
function neededBy(model: Model, { args }: Call): readonly string[] | undefined {
  const found: string[] = [];
  for (const { name, value } of args) {
    if (name !== 'index_col' && name !== 'parse_dates') continue;
    if (value.kind === 'constant' && (typeof value.value === 'boolean' || value.value === null)) continue;
    const texts = textsIn(model, value) ?? [asString(model.value(value)) ?? ''];
    if (texts.includes('')) return undefined;
    found.push(...texts);
  }
  return found;
}

/** The texts of a list; undefined where it holds anything else. */
function textsIn(model: Model, list: Expr): readonly string[] | undefined {
  const [only, ...others] = model.value(list).alternatives;
  if (only?.type !== 'sequence' || !only.items || others.length > 0) return undefined;
  const texts = only.items.map((item) => asString(model.value(item)));
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

/** In a branch, a handler or a function that the read itself is not in. */
function isBranch(node: Node, call: Call): boolean {
  for (const at of ancestors(node)) {
    if (at.start <= call.start && call.end <= at.end) return false;
    if (/^(if|conditional|try|while|function|lambda)$/.test(at.kind)) return true;
  }
  return false;
}

interface ColumnUse {
  readonly node: Name;
  readonly columns: readonly string[];
}

/** What is read of the table; undefined where the whole of it goes anywhere. */
function usedColumns(model: Model, call: Call): readonly ColumnUse[] | undefined {
  const statement = call.parent;
  const [target, ...others] = statement?.kind === 'assign' ? statement.targets : [];
  if (target?.kind !== 'name' || others.length > 0) return undefined;
  const found: ColumnUse[] = [];
  for (const use of model.usesOf(call)) {
    const columns = columnsOf(model, use);
    if (!columns) return undefined;
    if (columns.length > 0) found.push({ node: use, columns });
  }
  // What another file may import is not seen.
  return isExported(model, target) ? undefined : found;
}

const isExported = (model: Model, { id }: Name): boolean =>
  model.program.names('__all__').length > 0 && model.program.first(new RegExp(`["']${id}["']`)) !== undefined;

/** Properties of a table, which are no columns. */
const PROPERTIES =
  /^(columns|index|values|shape|dtypes|T|loc|iloc|at|iat|ix|empty|size|ndim|axes|attrs|style|plot|flags|sparse|hist|boxplot)$/;

function columnsOf(model: Model, use: Name): readonly string[] | undefined {
  const { parent } = use;
  if (parent?.kind === 'argument')
    return parent.parent?.kind === 'call' && calleeName(parent.parent) === 'len' ? [] : undefined;
  if (parent?.kind === 'attribute' && parent.value === use) {
    if (parent.attr === 'shape') return isFirst(parent.parent) ? [] : undefined;
    if (parent.attr === 'loc') return located(model, parent.parent);
    const isCalled = parent.parent?.kind === 'call' && parent.parent.func === parent;
    return isCalled || isWritten(parent) || PROPERTIES.test(parent.attr) ? undefined : [parent.attr];
  }
  if (parent?.kind !== 'subscript' || parent.value !== use || isWritten(parent)) return undefined;
  const [index, ...others] = parent.index;
  if (!index || others.length > 0) return undefined;
  if (!/^(list|constant|name)$/.test(index.kind)) return undefined;
  const text = asString(model.value(index));
  return text === undefined ? textsIn(model, index) : [text];
}

/** `df.loc[rows, ["a", "b"]]`; what picks the rows is a use of its own. */
function located(model: Model, place: Node | null): readonly string[] | undefined {
  const [, columns, ...others] = place?.kind === 'subscript' ? place.index : [];
  if (place?.kind !== 'subscript' || !columns || others.length > 0 || isWritten(place)) return undefined;
  return columns.kind === 'list' ? textsIn(model, columns) : undefined;
}

/** `df.shape[0]`. */
const isFirst = (node: Call['parent']): boolean =>
  node?.kind === 'subscript' && node.index[0]?.kind === 'constant' && node.index[0].value === 0;

const isWritten = (node: Expr): boolean =>
  (node.parent?.kind === 'assign' && node.parent.targets.includes(node)) ||
  (node.parent?.kind === 'augassign' && node.parent.target === node) ||
  node.parent?.kind === 'delete' ||
  (node.parent?.kind === 'attribute' && node.parent.attr === 'at');

/** A loop with the same arguments in each turn, or an item of a data set that reads a file of all items. */
function repeatedAt(model: Model, call: Call): Loop | FunctionDef | undefined {
  const path = call.args[0];
  if (!path || call.args.some(({ star }) => star !== '')) return undefined;
  for (const at of ancestors(call)) {
    if (at.kind === 'for' && [at.iter, at.target].some((part) => part.start <= call.start && call.end <= part.end))
      continue;
    if (at.kind === 'for') return isKnownFile(model, path.value, at) && isSame(model, call, at) ? at : undefined;
    if (at.kind === 'function') return isItem(at) && isSame(model, call, at) ? at : undefined;
    if (/^(class|lambda|comprehension|while)$/.test(at.kind)) return undefined;
  }
  return undefined;
}

/** What a loop writes, or somebody else while it waits, is read again for a reason. */
const WRITES = /^(to_csv|open|savetxt|writer|system|Popen|check_call|check_output|sleep|urlretrieve|fit|train)$/;
const RECORDS = /log|metric|result|history|progress|score/i;

function isKnownFile(model: Model, path: Expr, loop: Loop): boolean {
  const text = asString(model.value(path));
  if (text === undefined || RECORDS.test(text)) return false;
  return ![...descend(loop)].some((node) => node.kind === 'call' && WRITES.test(calleeName(node)));
}

const isItem = (owner: FunctionDef): boolean =>
  owner.name === '__getitem__' && owner.parent?.kind === 'class' && enclosing(owner, 'class') !== undefined;

/** Every argument is a constant, or a name or an attribute of `self` that nothing inside gives a value. */
function isSame(model: Model, { args }: Call, place: Loop | FunctionDef): boolean {
  return args.every(({ value }) =>
    [...descend(value)].every((node) => {
      if (node.kind === 'call' || node.kind === 'subscript' || node.kind === 'await') return false;
      if (node.kind === 'attribute') return !writesAttribute(model, node.attr, place);
      if (node.kind !== 'name') return true;
      const bindings = reachingBindings(node);
      return bindings.length > 0 && bindings.every((one) => isSelf(one.node, place) || !inside(one.node, place));
    }),
  );
}

const isSelf = (node: { kind: string }, place: Loop | FunctionDef): boolean =>
  place.kind === 'function' && place.params[0] === node;
const inside = (node: { start: number; end: number }, place: Loop | FunctionDef): boolean =>
  place.start <= node.start && node.end <= place.end;

function writesAttribute(model: Model, attr: string, place: Loop | FunctionDef): boolean {
  return model.program.attributes(attr).some((one) => inside(one, place) && isWritten(one));
}
