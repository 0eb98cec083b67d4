/** Which columns a tokenising function adds to what the tokenizer gives, and whether they depend on the padding. */
import type { Assign, Expr, FunctionDef, Name, Stmt } from '../../syntax/ast';
import { descend, enclosing } from '../../syntax/walk';
import { textOf } from '../torch/modules';
import type { Model } from '../model';
import type { PaddedCall } from './padding';

export interface EncodingColumns {
  /**
   * `none`: nothing but what the tokenizer gives. `text`: labels that do not come from the tokens. `words`: one label a
   * token, by `word_ids()`. `copy`: the tokens themselves.
   */
  readonly labels: 'none' | 'text' | 'words' | 'copy';
  /** `out["labels"] = out["input_ids"].copy()`. */
  readonly copies: readonly Stmt[];
}

/** Undefined where more than that is done with the tokens. */
export function encodingColumns(model: Model, { call, owner }: PaddedCall): EncodingColumns | undefined {
  const { parent } = call;
  if (parent?.kind === 'return' || parent?.kind === 'lambda') return { labels: 'none', copies: [] };
  const target = parent?.kind === 'assign' && parent.targets.length === 1 ? parent.targets[0] : undefined;
  if (target?.kind !== 'name' || owner?.kind !== 'function') return undefined;
  if (owner.scope.bindings(target.id).length !== 1) return undefined;
  const reads = model.program
    .names(target.id)
    .filter((name) => name !== target && enclosing(name, 'function') === owner);
  const uses = reads.map((name) => useOf(model, name));
  if (uses.includes(undefined) || !uses.some((use) => use?.kind === 'returned')) return undefined;
  const copies = uses.flatMap((use) => (use?.kind === 'copy' ? [use.statement] : []));
  const kinds = new Set(uses.map((use) => use?.kind));
  if (kinds.has('copy')) return kinds.has('text') || kinds.has('words') ? undefined : { labels: 'copy', copies };
  if (kinds.has('words')) return padsByHand(owner) ? undefined : { labels: 'words', copies };
  return { labels: kinds.has('text') ? 'text' : 'none', copies };
}

type Use =
  { readonly kind: 'returned' | 'text' | 'words' | 'copied' } | { readonly kind: 'copy'; readonly statement: Assign };

const LABELS = /^["'](labels?|label_ids)["']$/;

function useOf(model: Model, name: Name): Use | undefined {
  const { parent } = name;
  if (parent?.kind === 'return') return { kind: 'returned' };
  if (parent?.kind === 'attribute') return parent.attr === 'word_ids' ? { kind: 'words' } : undefined;
  if (parent?.kind !== 'subscript' || parent.value !== name) return undefined;
  const statement = enclosing(name, 'assign');
  if (!statement?.value || statement.targets.length !== 1) return undefined;
  const [target] = statement.targets;
  if (target?.kind !== 'subscript' || target.value.kind !== 'name' || target.value.id !== name.id) return undefined;
  const [key] = target.index;
  if (!key || !LABELS.test(textOf(model, key))) return undefined;
  const isTarget = target === parent;
  if (isCopyOf(model, statement.value, name.id)) return isTarget ? { kind: 'copy', statement } : { kind: 'copied' };
  const isRead = [...descend(statement.value)].some((node) => node.kind === 'name' && node.id === name.id);
  return isRead ? undefined : { kind: 'text' };
}

/** `out["input_ids"]`, alone, copied or cloned. */
function isCopyOf(model: Model, value: Expr, id: string): boolean {
  return new RegExp(`^${id}\\[["']input_ids["']\\](\\.(copy|clone)\\(\\))?$`).test(textOf(model, value));
}

/** `labels + [-100] * (length - len(labels))`. */
function padsByHand(owner: FunctionDef): boolean {
  return [...descend(owner)].some(
    (node) => node.kind === 'binary' && node.op === '*' && (node.left.kind === 'list' || node.right.kind === 'list'),
  );
}
