/** Code that goes through a table row by row: `iterrows`, `apply(axis=1)`, and indices into it one after the other. */
import type { Call, Comprehension, Expr, For, FunctionDef, Lambda, Name, Node, Subscript } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import { leavesEarly } from '../inference/element-loops';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { calleeName } from '../traverse';
import { asNumber, asString } from '../values';
import { isFrame, tableAt } from './frame';
import { isLight } from './light-work';
import { computes, makesSeries } from './row-work';

export type RowLoop = IterRows | RowApply | IndexLoop;

/** `for i, row in df.iterrows()`, in a statement or a comprehension; the targets are null where they are not two plain names. */
export interface IterRows {
  readonly kind: 'iterrows';
  readonly call: Call;
  readonly frame: Expr;
  readonly loop: For | Comprehension;
  readonly target: { readonly index: Name; readonly row: Name; readonly whole: Expr } | null;
  readonly body: readonly Node[];
}

/** `df.apply(lambda row: ..., axis=1)`. */
export interface RowApply {
  readonly kind: 'apply';
  readonly call: Call;
  readonly frame: Expr;
  readonly run: Lambda | FunctionDef;
}

/** `for i in range(len(df)): ... df.iloc[i] ...`. */
export interface IndexLoop {
  readonly kind: 'index';
  readonly loop: For;
  readonly frame: Expr;
  /** The first place that takes one row. */
  readonly access: Subscript;
}

export function* rowLoops(model: Model): Generator<RowLoop> {
  for (const call of model.program.calls('iterrows')) {
    const found = model.isIgnored(call) ? undefined : iterRows(model, call);
    if (found) yield found;
  }
  for (const name of ['apply', 'progress_apply'])
    for (const call of model.program.calls(name)) {
      const found = model.isIgnored(call) ? undefined : rowApply(model, call);
      if (found) yield found;
    }
  for (const call of model.program.calls('range')) {
    const found = model.isIgnored(call) ? undefined : indexLoop(model, call);
    if (found) yield found;
  }
}

/** Rows that somebody collected, not the few of a summary. */
function isCollected(model: Model, frame: Expr): boolean {
  const table = tableAt(model, frame);
  return isFrame(table) && !table.few;
}

function iterRows(model: Model, call: Call): IterRows | undefined {
  const frame = call.func.kind === 'attribute' && call.args.length === 0 ? call.func.value : undefined;
  const place = frame && loopOver(call);
  if (!frame || !place || !isCollected(model, frame)) return undefined;
  const { loop, targets } = place;
  if (loop.kind === 'for' && mayLeave(loop)) return undefined;
  const body: readonly Node[] =
    loop.kind === 'for'
      ? loop.body
      : [loop.element, ...(loop.key ? [loop.key] : []), ...loop.clauses.flatMap(({ conditions }) => conditions)];
  const target = pairIn(targets);
  if (!isLight(model, body) || makesSeries(model, body) || (target && isKept(target.row, loop, body))) return undefined;
  return { kind: 'iterrows', call, frame, loop, target, body };
}

/** The row itself is put into a list, for whoever works on it later. */
function isKept(row: Name, loop: For | Comprehension, body: readonly Node[]): boolean {
  return body.some((part) =>
    [...descend(part)].some((node) => {
      if (node.kind !== 'name' || node.id !== row.id) return false;
      const call = node.parent?.kind === 'argument' ? node.parent.parent : null;
      return node.parent === loop || (call?.kind === 'call' && /^(append|extend|add)$/.test(calleeName(call)));
    }),
  );
}

const mayLeave = (loop: For): boolean => leavesEarly({ kind: 'for', node: loop, scope: loop, iterable: loop.iter });

/** Wrappers that hand the rows on, and where the row is in what they hand on. */
const HANDS_ON = new Set(['tqdm', 'track', 'list', 'enumerate', 'tqdm_notebook']);

/** The loop whose iterable the call is, or is in, and what each element is taken apart into. */
function loopOver(call: Call): { loop: For | Comprehension; targets: Expr | undefined } | undefined {
  let at: Expr = call;
  let wrapper = '';
  for (;;) {
    const parent: Node | null = at.parent;
    if (parent?.kind === 'for' && parent.iter === at) return { loop: parent, targets: within(parent.target, wrapper) };
    if (parent?.kind === 'comprehension') {
      const clause = parent.clauses.length === 1 ? parent.clauses[0] : undefined;
      return clause?.iter === at ? { loop: parent, targets: within(clause.target, wrapper) } : undefined;
    }
    const outer: Node | null = parent?.kind === 'argument' ? parent.parent : null;
    if (outer?.kind !== 'call' || outer.args[0] !== parent || !HANDS_ON.has(calleeName(outer))) return undefined;
    if (wrapper !== 'enumerate') wrapper = calleeName(outer);
    at = outer;
  }
}

/** What of the target is given a row with its index: behind the number, where the rows are counted. */
function within(target: Expr, wrapper: string): Expr | undefined {
  if (wrapper !== 'enumerate') return target;
  return target.kind === 'tuple' && target.items.length === 2 ? target.items[1] : undefined;
}

function pairIn(whole: Expr | undefined): IterRows['target'] {
  if (whole?.kind !== 'tuple' || whole.items.length !== 2) return null;
  const [index, row] = whole.items;
  return index?.kind === 'name' && row?.kind === 'name' ? { index, row, whole } : null;
}

function rowApply(model: Model, call: Call): RowApply | undefined {
  const { func, args } = call;
  if (func.kind !== 'attribute') return undefined;
  const axis = args.find(({ name }) => name === 'axis')?.value;
  const value = axis && model.value(axis);
  if (!value || (asNumber(value) !== 1 && asString(value) !== 'columns')) return undefined;
  if (args.some(({ name, star }) => name === 'raw' || name === 'engine' || star !== '')) return undefined;
  const run = functionIn(model, (args.find(({ name }) => name === 'func') ?? args[0])?.value);
  if (!run || !isCollected(model, func.value)) return undefined;
  const body = run.kind === 'lambda' ? [run.body] : run.body;
  return computes(model, body) && isLight(model, body) ? { kind: 'apply', call, frame: func.value, run } : undefined;
}

function functionIn(model: Model, given: Expr | undefined): Lambda | FunctionDef | undefined {
  if (given?.kind === 'lambda') return given.params.length > 0 ? given : undefined;
  const origins = given?.kind === 'name' ? model.origins(given) : [];
  const [only] = origins;
  return origins.length === 1 && only?.kind === 'function' ? only.definition : undefined;
}

function indexLoop(model: Model, call: Call): IndexLoop | undefined {
  if (call.args.length > 2) return undefined;
  const frame = lengthOf(call.args.at(-1)?.value);
  const loop = frame && forOver(call);
  if (!loop || loop.target.kind !== 'name' || mayLeave(loop)) return undefined;
  const { target } = loop;
  const access = firstAccess(model, loop, target);
  if (!access || !isCollected(model, access.frame)) return undefined;
  const table = tableAt(model, frame);
  if (!table || table.few || !isLight(model, loop.body)) return undefined;
  return { kind: 'index', loop, frame: access.frame, access: access.node };
}

/** `df` of `len(df)`, `len(df.index)`, `df.shape[0]`. */
function lengthOf(stop: Expr | undefined): Expr | undefined {
  if (stop?.kind === 'binary' && stop.op === '-') return lengthOf(stop.left);
  if (stop?.kind === 'call' && calleeName(stop) === 'len' && stop.args.length === 1) {
    const given = stop.args[0]?.value;
    return given?.kind === 'attribute' && given.attr === 'index' ? given.value : given;
  }
  if (stop?.kind !== 'subscript' || stop.value.kind !== 'attribute' || stop.value.attr !== 'shape') return undefined;
  const [index] = stop.index;
  return index?.kind === 'constant' && index.value === 0 ? stop.value.value : undefined;
}

function forOver(call: Call): For | undefined {
  let at: Expr = call;
  while (at.parent?.kind === 'argument' && at.parent.parent?.kind === 'call') {
    if (!/^(tqdm|track)$/.test(calleeName(at.parent.parent))) return undefined;
    at = at.parent.parent;
  }
  return at.parent?.kind === 'for' && at.parent.iter === at ? at.parent : undefined;
}

function firstAccess(model: Model, loop: For, target: Name): { node: Subscript; frame: Expr } | undefined {
  for (const statement of loop.body) {
    for (const node of descend(statement)) {
      if (node.kind !== 'subscript' || !takesRow(node, target, loop)) continue;
      const frame = frameOf(model, node);
      if (frame) return { node, frame };
    }
  }
  return undefined;
}

/** The first index is the variable of the loop, or one beside it. */
function takesRow({ index }: Subscript, target: Name, loop: For): boolean {
  const [first] = index;
  const isBeside = first?.kind === 'binary' && /^[+-]$/.test(first.op) && first.right.kind === 'constant';
  const name = isBeside ? first.left : first;
  return name?.kind === 'name' && name.id === target.id && reachingBindings(name).some(({ node }) => node === loop);
}

/** `df` of `df.iloc[i]`, `df.at[i, "x"]`, `df["x"].iloc[i]`, `df["x"][i]`. */
function frameOf(model: Model, { value }: Subscript): Expr | undefined {
  const isLocated = value.kind === 'attribute' && /^(loc|iloc|at|iat|ix)$/.test(value.attr);
  const owner = isLocated ? value.value : value;
  const column = owner.kind === 'subscript' && tableAt(model, owner)?.kind === 'series' ? owner : undefined;
  if (column) return isFrame(tableAt(model, column.value)) ? column.value : undefined;
  return isLocated && isFrame(tableAt(model, owner)) ? owner : undefined;
}
