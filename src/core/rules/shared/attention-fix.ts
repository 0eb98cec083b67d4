/** Writes scaled_dot_product_attention in the place of the steps that it does in one. */
import { reference } from '../../fixes/reference';
import { isBefore } from '../../model/configuration/versions';
import { reachingBindings } from '../../model/lookup';
import type { Model } from '../../model/model';
import type { Mask, Scaling } from '../../model/torch/attention-scores';
import { factors } from '../../model/torch/attention-scores';
import type { HandAttention } from '../../model/torch/hand-attention';
import { textOf } from '../../model/torch/modules';
import { asNumber } from '../../model/values';
import type { Call, Expr } from '../../syntax/ast';
import { blockOf, enclosing, isSelf } from '../../syntax/walk';
import { lineStart } from '../../text/lines';
import type { Span, TextEdit } from '../../text/span';
import type { Fix } from '../rule';

const REASON =
  'Sums are rounded in another order, dropout draws other numbers, and a row that is masked as a whole may come out as NaN: compare the loss.';

/** Offered for a row of plain assignments without comments, whose mask, scale and dropout have a place among the arguments. */
export function fusedAttentionFixes(model: Model, one: HandAttention): Fix[] {
  const options = optionsOf(model, one);
  const removed = removedLines(model, one);
  if (!options || !removed || !one.scores.isPlain || one.isCast || !factors(one.output)) return [];
  const { expression, imports } = reference(
    model.program,
    'torch.nn.functional.scaled_dot_product_attention',
    one.softmax,
  );
  const given = [one.scores.query, one.scores.key, one.values].map((part) => textOf(model, part));
  const call: TextEdit = {
    span: withParentheses(model.program.text, one.output),
    newText: `${expression}(${[...given, ...options].join(', ')})`,
  };
  const edits = [...removed, call];
  return [{ safety: 'review', title: 'Use scaled_dot_product_attention', reason: REASON, edits, imports }];
}

/** The statements before the last one, when they stand in a row with nothing between; empty where there is one statement. */
function removedLines(model: Model, { statements }: HandAttention): TextEdit[] | undefined {
  const { text } = model.program;
  const [first, last] = [statements[0], statements.at(-1)];
  if (!first || !last) return undefined;
  const block = blockOf(first);
  const at = block.indexOf(first);
  const isRow = statements.every((one, index) => block[at + index] === one);
  if (!isRow || model.program.commentsIn({ start: first.start, end: last.end }).length > 0) return undefined;
  const [start, end] = [lineStart(text, first.start), lineStart(text, last.start)];
  if (text.slice(start, first.start).trim() !== '' || text.slice(end, last.start).trim() !== '') return undefined;
  return first === last ? [] : [{ span: { start, end }, newText: '' }];
}

/** `(weights @ v).transpose(1, 2)`: a call needs no parentheses. */
function withParentheses(text: string, { start, end, parent }: Expr): Span {
  const isWrapped = parent?.kind === 'attribute' && text[start - 1] === '(' && text[end] === ')';
  return isWrapped ? { start: start - 1, end: end + 1 } : { start, end };
}

function optionsOf(model: Model, { scores: { masks, scalings }, dropout }: HandAttention): string[] | undefined {
  const [mask, ...others] = masks;
  const scale = scaleText(model, scalings);
  const masked = mask ? maskText(model, mask) : '';
  const dropped = dropout ? dropoutText(model, dropout) : '';
  if (others.length > 0 || scale === undefined || masked === undefined || dropped === undefined) return undefined;
  return [masked, dropped, scale].filter((one) => one !== '');
}

/** What is masked takes no part; the argument says what does. */
function maskText(model: Model, { kind, by, fill }: Mask): string | undefined {
  const text = textOf(model, by);
  if (kind === 'add') return `attn_mask=${text}`;
  if (!fill || !/inf\b|finfo|-\s*\d/.test(textOf(model, fill))) return undefined;
  if (by.kind === 'unary' && by.op === '~') return `attn_mask=${textOf(model, by.operand)}`;
  const [left, right] = by.kind === 'compare' && by.ops.length === 1 && by.ops[0] === '==' ? by.operands : [];
  if (left && right && asNumber(model.value(right)) === 0) return `attn_mask=${textOf(model, left)} != 0`;
  return /^[\w.]+(\[[^\]]*\])?$/.test(text) ? `attn_mask=~${text}` : undefined;
}

/** `scale` is new in 2.1, and takes a number: a tensor is none. */
function scaleText(model: Model, scalings: readonly Scaling[]): string | undefined {
  const [scaling, ...others] = scalings;
  if (others.length > 0 || isBefore(model.version('torch'), 2, 1)) return undefined;
  if (!scaling) return 'scale=1.0';
  if (!isScalar(model, scaling.by, 0)) return undefined;
  const text = textOf(model, scaling.by);
  if (scaling.op === '*') return `scale=${text}`;
  return scaling.by.kind === 'binary' ? `scale=1 / (${text})` : `scale=1 / ${text}`;
}

/** A number, a root of one, sizes and head dimensions to a power. */
function isScalar(model: Model, by: Expr, depth: number): boolean {
  if (asNumber(model.value(by)) !== undefined) return true;
  if (by.kind === 'binary' && /^([*/]|\*\*)$/.test(by.op)) {
    if (by.op === '**') return asNumber(model.value(by.right)) !== undefined;
    return isScalar(model, by.left, depth) && isScalar(model, by.right, depth);
  }
  if (by.kind === 'call')
    return model.origins(by.func).some((one) => one.kind === 'external' && /^(math|numpy)\.sqrt$/.test(one.name));
  const made = depth > 2 ? undefined : boundTo(by);
  return made !== undefined && isScalar(model, made, depth + 1);
}

/** The only value of a variable, or of an attribute of the object itself. */
function boundTo(by: Expr): Expr | undefined {
  const isOwn = by.kind === 'attribute' && isSelf(by.value);
  const own = isOwn ? (enclosing(by, 'class')?.selfBindings.get(by.attr) ?? []) : [];
  const bindings = by.kind === 'name' ? reachingBindings(by) : own;
  return bindings.length === 1 ? (bindings[0]?.value ?? undefined) : undefined;
}

/** `nn.Dropout` in an attribute, or `F.dropout` that is told whether the network trains. */
function dropoutText(model: Model, { func, args }: Call): string | undefined {
  const made = model.origins(func).find((one) => one.kind === 'result' || one.kind === 'external');
  if (made?.kind === 'result' && made.of === 'torch.nn.Dropout')
    return `dropout_p=${textOf(model, func)}.p if self.training else 0.0`;
  if (made?.kind !== 'external' || made.name !== 'torch.nn.functional.dropout') return undefined;
  const training = args.find(({ name }) => name === 'training') ?? args.filter(({ name }) => name === null)[2];
  const rate = args.find(({ name }) => name === 'p') ?? args.filter(({ name }) => name === null)[1];
  if (!rate || !training || textOf(model, training.value) !== 'self.training') return undefined;
  return `dropout_p=${textOf(model, rate.value)} if self.training else 0.0`;
}
