/** How later code uses the history of a fit: a plot over a fixed number of epochs breaks when training stops early. */
import type { Argument, Call, Expr, Name, Node } from '../../syntax/ast';
import { descend, statementOf } from '../../syntax/walk';
import type { TextEdit } from '../../text/span';
import { spanOf } from '../../text/span';
import type { Model } from '../../model/model';
import { lengthOf } from '../../model/search/grid';
import { boundName, calleeName } from '../../model/traverse';

/**
 * `free`: any length will do. `indexed`: code counts on every epoch being there. `plotted`: drawn against a range of
 * epochs; the edits make the range as long as the history is, null when they cannot be written.
 */
export type HistoryUse =
  | { readonly kind: 'free' }
  | { readonly kind: 'indexed' }
  | { readonly kind: 'plotted'; readonly edits: readonly TextEdit[] | null };

const DRAWS = new Set(['plot', 'scatter', 'semilogy', 'semilogx', 'loglog', 'errorbar', 'step', 'bar', 'lineplot']);

export function historyUse(model: Model, fit: Call, epochs: number): HistoryUse {
  const name = boundName(fit);
  if (name === undefined) return { kind: 'free' };
  const reads = readsOf(model, fit);
  if (reads.some((read) => isIndexedByEpoch(model, read, epochs))) return { kind: 'indexed' };
  const ranges = new Set(reads.flatMap((read) => rangeBeside(model, read, epochs) ?? []));
  if (ranges.size === 0) return { kind: 'free' };
  const edits = [...ranges].map((range) => shorten(model, range, fit, name));
  return { kind: 'plotted', edits: edits.every((one) => one !== undefined) ? distinct(edits) : null };
}

/** Several curves may be drawn against one range. */
function distinct(edits: readonly TextEdit[]): TextEdit[] {
  return [...new Map(edits.map((edit) => [edit.span.start, edit])).values()];
}

/** Reads of the history, and of names that hold a part of it: `acc = history.history["acc"]`. */
function readsOf(model: Model, fit: Call): readonly Name[] {
  const direct = model.usesOf(fit);
  const derived = direct.flatMap((use) => {
    const statement = statementOf(use);
    return statement?.kind === 'assign' && statement.value ? model.usesOf(statement.value) : [];
  });
  return [...direct, ...derived];
}

/** `history.history["loss"][i] for i in range(epochs)`. */
function isIndexedByEpoch(model: Model, read: Name, epochs: number): boolean {
  let at: Node | null = read;
  while (at && at.kind !== 'subscript') at = at.kind === 'attribute' || at === read ? at.parent : null;
  for (let holder: Node | null = at; holder; holder = holder.parent) {
    if (holder.kind === 'subscript' && holder.index.some((index) => isEpochCounter(model, index, epochs))) return true;
    if (holder.kind !== 'subscript' && holder.kind !== 'attribute') return false;
  }
  return false;
}

function isEpochCounter(model: Model, index: Expr, epochs: number): boolean {
  if (index.kind !== 'name') return false;
  for (let at: Node | null = index; at; at = at.parent) {
    const iterables = at.kind === 'for' ? [at] : at.kind === 'comprehension' ? at.clauses : [];
    for (const { target, iter } of iterables) {
      if (target.kind === 'name' && target.id === index.id) return lengthOf(model.value(iter))?.value === epochs;
    }
  }
  return false;
}

/** The `range(...)` that a plot draws this read against. */
function rangeBeside(model: Model, read: Name, epochs: number): Expr | undefined {
  const call = [...callsAround(read)].find((one) => DRAWS.has(calleeName(one)));
  const first = call?.args[0];
  if (!call || !first || call.args.length < 2 || contains(first, read)) return undefined;
  return lengthOf(model.value(first.value))?.value === epochs ? first.value : undefined;
}

function* callsAround(node: Node): Generator<Call> {
  for (let at: Node | null = node; at; at = at.parent) if (at.kind === 'call') yield at;
}

function contains(argument: Argument, node: Node): boolean {
  for (const at of descend(argument)) if (at === node) return true;
  return false;
}

/** `range(epochs)` becomes `range(len(history.epoch))`; Keras keeps the epochs that ran in `History.epoch`. */
function shorten(model: Model, expression: Expr, fit: Call, history: string): TextEdit | undefined {
  const range = rangeCall(model, expression);
  if (!range || range.start < fit.end || range.args.some((one) => one.name !== null || one.star !== ''))
    return undefined;
  const [first, second] = range.args;
  if (!first || range.args.length > 2) return undefined;
  const start = second ? first.value : undefined;
  const offset = start ? (start.kind === 'constant' ? start.value : undefined) : 0;
  if (offset !== 0 && offset !== 1) return undefined;
  return { span: spanOf(second ?? first), newText: `len(${history}.epoch)${offset === 1 ? ' + 1' : ''}` };
}

function rangeCall(model: Model, expression: Expr): Call | undefined {
  if (expression.kind === 'call') return /^(range|arange)$/.test(calleeName(expression)) ? expression : undefined;
  if (expression.kind !== 'name') return undefined;
  for (const call of [...model.program.calls('range'), ...model.program.calls('arange')]) {
    if (boundName(call) === expression.id && model.usesOf(call).includes(expression)) return rangeCall(model, call);
  }
  return undefined;
}
