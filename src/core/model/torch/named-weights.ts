/** Conditions under which weights are frozen, and which weights one on their names picks: `if "fc" not in name:`, `if not name.startswith("classifier"):`. */
import type { Expr, For, Node } from '../../syntax/ast';
import { ancestors } from '../../syntax/walk';
import type { Span } from '../../text/span';

/** Attributes under which networks keep what comes before their last layers, and those layers. */
const BODY =
  /^(features|backbone|encoder|body|trunk|base(_model|_network)?|(feature_)?extractor|bert|roberta|distilbert|transformer|vit|resnet)$/;
const HEAD = /^(fc\d?|heads?|classifier|linear\w*|last_linear|output_layer|logit\w*|lm_head|score)$/;

export const isBody = (part: string): boolean => BODY.test(part);
export const isHead = (part: string): boolean => HEAD.test(/^\w*/.exec(part)?.[0] ?? '');

/** Those of the last layers, or all others. */
export type Picked = 'head' | 'rest';

/** What the only condition on names between a statement and the loop over weights picks; null for any other condition. */
export function pickedIn(loop: For, statement: Node): Picked | null | undefined {
  let found: Picked | null | undefined;
  let inner: Node = statement;
  for (const at of ancestors(statement)) {
    if (at === loop) return found;
    if (at.kind === 'if') {
      const picked = found === undefined ? pickedBy(at.test, loop) : undefined;
      found = picked ? ((at.orelse as readonly Node[]).includes(inner) ? other(picked) : picked) : null;
    }
    inner = at;
  }
  return null;
}

const other = (picked: Picked): Picked => (picked === 'head' ? 'rest' : 'head');

/** What a condition on the name that a loop over weights gives them is true of. */
export function pickedBy(condition: Expr, loop: For): Picked | undefined {
  if (condition.kind === 'unary' && condition.op === 'not') return inverted(pickedBy(condition.operand, loop));
  if (condition.kind === 'binary') {
    const [left, right] = [pickedBy(condition.left, loop), pickedBy(condition.right, loop)];
    return left === right && left === (condition.op === 'and' ? 'rest' : 'head') ? left : undefined;
  }
  if (condition.kind === 'compare') {
    const [op, ...others] = condition.ops;
    const [left, right] = condition.operands;
    if (!left || !right || others.length > 0 || (op !== 'in' && op !== 'not in')) return undefined;
    const picked = isName(right, loop)
      ? partOf(left, 'inside')
      : isName(left, loop)
        ? partOf(right, 'start')
        : undefined;
    return op === 'in' ? picked : inverted(picked);
  }
  const { func, args } = condition.kind === 'call' ? condition : { func: null, args: [] };
  const isStart = func?.kind === 'attribute' && func.attr === 'startswith' && isName(func.value, loop);
  return isStart && args[0] ? partOf(args[0].value, 'start') : undefined;
}

const inverted = (picked: Picked | undefined): Picked | undefined => picked && other(picked);

/** `name` of `for name, weight in network.named_parameters()`. */
function isName(value: Expr, { target }: For): boolean {
  const first = target.kind === 'tuple' ? target.items[0] : undefined;
  return value.kind === 'name' && first?.kind === 'name' && first.id === value.id;
}

/** What all the words name; a word for the body is in names of the head as well, so it has to start them. */
function partOf(words: Expr, where: 'inside' | 'start'): Picked | undefined {
  const items = words.kind === 'list' || words.kind === 'tuple' || words.kind === 'set' ? words.items : [words];
  const names = items.map((one) =>
    one.kind === 'constant' && typeof one.value === 'string' ? one.value.replace(/^(module|model)\./, '') : '',
  );
  if (names.length > 0 && names.every(isHead)) return 'head';
  return where === 'start' && names.length > 0 && names.every((one) => isBody(one.replace(/\.$/, '')))
    ? 'rest'
    : undefined;
}

/** The arm of the innermost condition around a statement of a function: what is frozen there is so in that arm alone. */
export function armAround(node: Node): Span | undefined {
  let inner = node;
  for (const at of ancestors(node)) {
    if (at.kind === 'function') return undefined;
    const arm =
      at.kind === 'if' ? [at.body, at.orelse].find((one) => (one as readonly Node[]).includes(inner)) : undefined;
    const [first, last] = [arm?.[0], arm?.at(-1)];
    if (first && last) return { start: first.start, end: last.end };
    inner = at;
  }
  return undefined;
}
