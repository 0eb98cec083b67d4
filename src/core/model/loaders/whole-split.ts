/** Whether an expression holds the texts of a whole split, or only some of them. */
import type { Binding, Call, Expr, Subscript } from '../../syntax/ast';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { textOf } from '../torch/modules';
import { calleeName } from '../traverse';
import { asNumber } from '../values';
import { TINY_ROWS } from '../workloads/workload-of';

/**
 * `split`: a column, a file, or what `load_dataset` and its like give. `part`: a batch, a slice, one element, a few written
 * texts. `unknown`: nothing shows which of the two.
 */
export type Extent = 'split' | 'part' | 'unknown';

const MAX_DEPTH = 8;

export function extentOf(model: Model, expression: Expr, depth = 0): Extent {
  if (depth > MAX_DEPTH) return 'unknown';
  const inner = (one: Expr): Extent => extentOf(model, one, depth + 1);
  switch (expression.kind) {
    case 'name':
      return together(reachingBindings(expression).map((binding) => ofBinding(binding, inner)));
    case 'attribute':
      return ofColumn(expression.value, inner);
    case 'subscript':
      return ofSubscript(model, expression, inner);
    case 'call':
      return ofCall(model, expression, inner);
    case 'comprehension':
      return together(expression.clauses.slice(0, 1).map(({ iter }) => inner(iter)));
    case 'conditional':
      return together([inner(expression.then), inner(expression.otherwise)]);
    case 'binary':
      return together([inner(expression.left), inner(expression.right)]);
    case 'list':
    case 'tuple':
    case 'constant':
      return 'part';
    default:
      return 'unknown';
  }
}

type Inner = (one: Expr) => Extent;

/** A part of anything is a part: the call may be an example. */
function together(all: readonly Extent[]): Extent {
  return all.find((one) => one === 'part') ?? all.find((one) => one === 'split') ?? 'unknown';
}

function ofBinding({ kind, value }: Binding, inner: Inner): Extent {
  if (kind === 'for' || kind === 'comprehension') return 'part';
  return value && (kind === 'assign' || kind === 'walrus') ? inner(value) : 'unknown';
}

/** `frame.text` and `data["text"]`, unless only some rows are in the table. */
function ofColumn(table: Expr, inner: Inner): Extent {
  if (table.kind === 'name' && table.id === 'self') return 'unknown';
  return inner(table) === 'part' ? 'part' : 'split';
}

function ofSubscript(model: Model, { value, index }: Subscript, inner: Inner): Extent {
  const [key] = index;
  if (key?.kind === 'slice') return isShort(textOf(model, key)) ? 'part' : inner(value);
  if (key?.kind === 'constant') return typeof key.value === 'string' ? ofColumn(value, inner) : 'part';
  return inner(value);
}

/** `:8` and `100:200`; a slice with an open end, or one that a name bounds, may be most of the rows. */
function isShort(slice: string): boolean {
  const [, first = '0', last] = /^\s*(\d[\d_]*)?\s*:\s*(\d[\d_]*)\s*$/.exec(slice) ?? [];
  const count = (text: string): number => Number(text.replaceAll('_', ''));
  return last !== undefined && count(last) - count(first) < TINY_ROWS;
}

/** Methods that hand on the rows they are called on. */
const KEEPS =
  /^(tolist|to_list|to_numpy|astype|copy|dropna|fillna|reset_index|apply|map|values|shuffle|strip|lower|splitlines|flatten|squeeze)$/;
const COPIES = /^(list|tuple|array|asarray|sorted|Series|DataFrame)$/;
const READS = /load|read|open|get|fetch|split|prepare|preprocess|clean|concat/i;

function ofCall(model: Model, call: Call, inner: Inner): Extent {
  const name = calleeName(call);
  const [first] = call.args;
  if (/^(next|iter|choice|choices)$/.test(name)) return 'part';
  if (call.func.kind === 'attribute' && /^(head|tail|take|sample)$/.test(name))
    return picksFew(model, call) ? 'part' : inner(call.func.value);
  if (COPIES.test(name)) return first ? inner(first.value) : 'unknown';
  if (call.func.kind === 'attribute' && KEEPS.test(name)) return inner(call.func.value);
  return READS.test(name) ? 'split' : 'unknown';
}

/** `head()` gives five rows, `sample()` one, unless they are told otherwise. */
function picksFew(model: Model, { args }: Call): boolean {
  if (args.some(({ name }) => name === 'frac')) return false;
  const count = args.find(({ name, star }) => star === '' && (name === null || name === 'n'));
  const rows = count ? asNumber(model.value(count.value)) : 1;
  return rows !== undefined && rows < TINY_ROWS;
}
