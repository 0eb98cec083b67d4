/** Rewrites loops over rows: `itertuples` for `iterrows`, arithmetic on columns for `apply(axis=1)`. */
import { hidesComment } from '../../fixes/gaps';
import type { IterRows, RowApply, RowLoop } from '../../model/frames/row-loops';
import { reachingBindings } from '../../model/lookup';
import type { Model } from '../../model/model';
import { isPath, textOf } from '../../model/torch/modules';
import { asNumber, asString } from '../../model/values';
import type { Attribute, Expr, Name, Node, Subscript } from '../../syntax/ast';
import { ancestors, descend } from '../../syntax/walk';
import { spanOf, type TextEdit } from '../../text/span';
import type { Fix } from '../rule';

export function rowFix(model: Model, one: RowLoop): Fix | undefined {
  if (one.kind === 'iterrows') return tuplesFix(model, one);
  return one.kind === 'apply' ? columnsFix(model, one) : undefined;
}

/** Names of columns that a named tuple can have as they are. */
const FIELD =
  /^(?!(and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield|None|True|False|Index|count|index)$)[a-zA-Z]\w*$/;
/** What a row has besides its columns. */
const OF_SERIES =
  /^(name|names|index|values?|size|shape|dtype|array|T|at|iat|loc|iloc|sum|mean|min|max|std|var|count|rank|round|abs|all|any|map|apply|get|items|keys|pop|copy|dt|str|cat|first|last|mode|median|where|mask|diff|rename|replace|product|prod|plot|hist|empty|ndim|axes|flags|attrs|add|sub|mul|div|mod|pow|eq|ne|lt|gt|le|ge|between|clip|drop|filter|head|tail|sample|shift|squeeze|unique|update|equals|align|agg|transform|dot|info|isin|searchsorted|item|tolist|to_\w+|is_\w+|n\w+|idx\w+|cum\w+)$/;

/** `row["a"]` and `row.a` as they are read. */
interface Read {
  readonly node: Subscript | Attribute;
  readonly column: string;
}

function readOf(name: Name): Read | undefined {
  const { parent } = name;
  if (parent?.kind === 'attribute' && parent.value === name && !OF_SERIES.test(parent.attr))
    return { node: parent, column: parent.attr };
  const [index, ...others] = parent?.kind === 'subscript' && parent.value === name ? parent.index : [];
  return parent?.kind === 'subscript' &&
    index?.kind === 'constant' &&
    typeof index.value === 'string' &&
    others.length === 0
    ? { node: parent, column: index.value }
    : undefined;
}

const isWritten = (node: Node): boolean =>
  (node.parent?.kind === 'assign' && node.parent.targets.includes(node as Expr)) ||
  (node.parent?.kind === 'augassign' && node.parent.target === node) ||
  node.parent?.kind === 'delete' ||
  (node.parent?.kind === 'tuple' && node.parent.parent?.kind === 'assign' && node.parent.parent.value !== node.parent);

function tuplesFix(model: Model, { call, frame, loop, target, body }: IterRows): Fix | undefined {
  if (!target || target.index.id === target.row.id) return undefined;
  const { row, index, whole } = target;
  const uses = usesIn(model, row, loop);
  const reads = uses.flatMap((use) => readOf(use) ?? []);
  const isPlain = reads.length === uses.length && reads.length > 0;
  if (!isPlain || reads.some(({ node, column }) => !FIELD.test(column) || isWritten(node))) return undefined;
  if (hidesComment(model.program.text, call) || mayChange(model, frame, body)) return undefined;
  const isIndexed = usesIn(model, index, loop).length > 0;
  if (isIndexed && !isPath(frame)) return undefined;
  const text = textOf(model, frame);
  const tuples = `${text}.itertuples(index=False)`;
  const edits: TextEdit[] = [
    { span: spanOf(call), newText: isIndexed ? `zip(${text}.index, ${tuples})` : tuples },
    ...(isIndexed ? [] : [{ span: spanOf(whole), newText: row.id }]),
    ...reads.flatMap(({ node, column }) =>
      node.kind === 'subscript' ? [{ span: spanOf(node), newText: `${row.id}.${column}` }] : [],
    ),
  ];
  const base = { title: 'Use itertuples', edits, imports: [] };
  if (reads.every(({ node }) => isComputedWith(node))) return { ...base, safety: 'safe' };
  const reason = 'A row that mixes whole and other numbers made floats of all; itertuples keeps them as they are.';
  return { ...base, safety: 'review', reason };
}

/** Names inside the loop, and behind it, that stand for what the loop binds. */
function usesIn(model: Model, target: Name, loop: Node): readonly Name[] {
  return model.program
    .names(target.id)
    .filter((name) => name !== target && reachingBindings(name).some(({ node }) => node === loop));
}

/** The table is given new rows or columns in the loop, which `itertuples` may see. */
function mayChange(model: Model, frame: Expr, body: readonly Node[]): boolean {
  const text = textOf(model, frame);
  return body.some((part) =>
    [...descend(part)].some((node) => isPath(node as Expr) && textOf(model, node) === text && isChanged(node)),
  );
}

function isChanged(node: Node): boolean {
  let at = node;
  for (const outer of ancestors(node)) {
    if (isWritten(at)) return true;
    if ((outer.kind !== 'subscript' && outer.kind !== 'attribute') || outer.value !== at) break;
    at = outer;
  }
  return isWritten(at) || (at.parent?.kind === 'call' && at.parent.args.some(({ name }) => name === 'inplace'));
}

/** Operand, index or receiver: whole numbers and equal floats do the same there. */
function isComputedWith(node: Node): boolean {
  const { parent } = node;
  if (parent?.kind === 'binary') return parent.op !== '%' || parent.left === node;
  return (
    parent?.kind === 'compare' ||
    parent?.kind === 'unary' ||
    (parent?.kind === 'augassign' && parent.value === node) ||
    (parent?.kind === 'attribute' && parent.value === node) ||
    (parent?.kind === 'if' && parent.test === node)
  );
}

function columnsFix(model: Model, { call, frame, run }: RowApply): Fix | undefined {
  const { func, args } = call;
  const [row, ...others] = run.params;
  if (run.kind !== 'lambda' || !row || others.length > 0 || args.length !== 2) return undefined;
  if (func.kind !== 'attribute' || func.attr !== 'apply') return undefined;
  const table = tableText(model, frame);
  const { text } = model.program;
  if (table === undefined || hidesComment(text, call) || textOf(model, run.body).includes('\n')) return undefined;
  const written = columnText(model, run.body, { row: row.name, table });
  if (written === undefined) return undefined;
  const isWhole = /^(assign|argument|return|exprstmt|augassign)$/.test(call.parent?.kind ?? '');
  return {
    title: 'Compute with whole columns',
    safety: 'review',
    reason:
      'Whole numbers stay whole where a row made floats of them, and dividing by zero gives inf instead of an error.',
    edits: [{ span: spanOf(call), newText: isWhole ? written : `(${written})` }],
    imports: [],
  };
}

/** `df` of `df` and of `df[["a", "b"]]`. */
function tableText(model: Model, frame: Expr): string | undefined {
  const [index] = frame.kind === 'subscript' ? frame.index : [];
  const inner = frame.kind === 'subscript' && index?.kind === 'list' ? frame.value : frame;
  return isPath(inner) ? textOf(model, inner) : undefined;
}

interface Place {
  readonly row: string;
  readonly table: string;
}

/** The expression with columns in the place of the row's values; undefined for all but arithmetic, comparison and constants. */
function columnText(model: Model, expression: Expr, place: Place): string | undefined {
  const edits: { start: number; end: number; newText: string }[] = [];
  if (!rewritten(model, expression, place, edits) || edits.length === 0) return undefined;
  let text = textOf(model, expression);
  for (const edit of edits.sort((a, b) => b.start - a.start))
    text = text.slice(0, edit.start - expression.start) + edit.newText + text.slice(edit.end - expression.start);
  return text;
}

function rewritten(
  model: Model,
  node: Expr,
  place: Place,
  edits: { start: number; end: number; newText: string }[],
): boolean {
  const inner = (one: Expr): boolean => rewritten(model, one, place, edits);
  switch (node.kind) {
    case 'constant':
      return typeof node.value === 'number' || typeof node.value === 'string';
    case 'unary':
      return node.op === '-' && inner(node.operand);
    case 'binary':
      return /^([+\-*/%]|\/\/|\*\*)$/.test(node.op) && inner(node.left) && inner(node.right);
    case 'compare':
      return node.ops.length === 1 && /^([<>]=?|[=!]=)$/.test(node.ops[0] ?? '') && node.operands.every(inner);
    case 'name':
      return node.id !== place.row && isScalar(model, node);
    case 'attribute':
    case 'subscript': {
      const name = node.value.kind === 'name' && node.value.id === place.row ? node.value : undefined;
      const read = name && readOf(name);
      if (!read || read.node !== node) return false;
      const column = node.kind === 'subscript' && node.index[0] ? textOf(model, node.index[0]) : `"${read.column}"`;
      edits.push({ ...spanOf(node), newText: `${place.table}[${column}]` });
      return true;
    }
    default:
      return false;
  }
}

function isScalar(model: Model, name: Name): boolean {
  const value = model.value(name);
  return asNumber(value) !== undefined || asString(value) !== undefined;
}
