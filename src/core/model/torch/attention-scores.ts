/** Follows what goes into a softmax back to the product of queries and keys: `q @ k.transpose(-2, -1) * scale + mask`. */
import type { Binding, Call, Expr, Name, Stmt } from '../../syntax/ast';
import { statementOf } from '../../syntax/walk';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { calleeName } from '../traverse';
import { asNumber, asString } from '../values';
import { textOf } from './modules';

export interface Scaling {
  readonly op: '*' | '/';
  readonly by: Expr;
}

export interface Mask {
  /** `fill`: where `by` holds, `fill` is written. `add`: `by` is added. */
  readonly kind: 'fill' | 'add';
  readonly by: Expr;
  readonly fill: Expr | null;
}

export interface Scores {
  readonly query: Expr;
  /** As it is before its last two dimensions are swapped. */
  readonly key: Expr;
  readonly product: Expr;
  readonly scalings: readonly Scaling[];
  readonly masks: readonly Mask[];
  /** The statements that make the scores, the last one first; one may run under a condition only. */
  readonly statements: readonly Stmt[];
  /** One expression or a row of plain assignments, which a fix can take over. */
  readonly isPlain: boolean;
}

interface Found {
  scalings: Scaling[];
  masks: Mask[];
  statements: Stmt[];
  isPlain: boolean;
}

const MAX_DEPTH = 8;

export function scoresOf(model: Model, expression: Expr): Scores | undefined {
  const found: Found = { scalings: [], masks: [], statements: [], isPlain: true };
  const product = follow(model, expression, found, 0);
  return product && { ...product, ...found };
}

type Product = Pick<Scores, 'query' | 'key' | 'product'>;

function follow(model: Model, expression: Expr, found: Found, depth: number): Product | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const product = productOf(model, expression, found);
  if (product) return product;
  const further = (inner: Expr): Product | undefined => follow(model, inner, found, depth + 1);
  if (expression.kind === 'name') return followName(model, expression, found, depth);
  if (expression.kind === 'call') return followCall(expression, found, further);
  if (expression.kind !== 'binary') return undefined;
  const { op, left, right } = expression;
  if (op === '/') return scaled(found, { op, by: right }, further(left));
  if (op === '+') return added(model, found, [left, right], further);
  // `scores - scores.amax(dim=-1, keepdim=True)` keeps the exponentials small, as the softmax does by itself.
  if (op === '-' && /\.a?max\(/.test(textOf(model, right))) {
    found.isPlain = false;
    return further(left);
  }
  if (op !== '*') return undefined;
  return isFollowed(model, left)
    ? scaled(found, { op, by: right }, further(left))
    : scaled(found, { op, by: left }, further(right));
}

function scaled(found: Found, by: Scaling, product: Product | undefined): Product | undefined {
  found.scalings.push(by);
  return product;
}

/** Only a mask may be added: a bias may be made from the input. */
function added(
  model: Model,
  found: Found,
  [left, right]: readonly [Expr, Expr],
  further: (inner: Expr) => Product | undefined,
) {
  const [mask, scores] = MASK.test(textOf(model, right)) ? [right, left] : [left, right];
  if (!MASK.test(textOf(model, mask)) || BIAS.test(textOf(model, mask))) return undefined;
  found.masks.push({ kind: 'add', by: mask, fill: null });
  return further(scores);
}

const MASK = /mask|causal|tril|triu/i;
const BIAS = /bias|rel_?pos|relative|alibi|slope/i;

/** `scores.masked_fill(mask == 0, -inf)`, `torch.where(mask, scores, -inf)`, casts. */
function followCall(call: Call, found: Found, further: (inner: Expr) => Product | undefined): Product | undefined {
  const name = calleeName(call);
  const receiver = call.func.kind === 'attribute' ? call.func.value : undefined;
  const [first, second, third] = call.args;
  if (name === 'where' && first && second && third) {
    found.isPlain = false;
    found.masks.push({ kind: 'fill', by: first.value, fill: third.value });
    return further(second.value);
  }
  if (!receiver) return undefined;
  if (/^masked_fill_?$/.test(name) && first && second) {
    found.masks.push({ kind: 'fill', by: first.value, fill: second.value });
    return further(receiver);
  }
  const scaling = { div: '/', div_: '/', mul: '*', mul_: '*' }[name];
  if (scaling && first) return scaled(found, { op: scaling === '/' ? '/' : '*', by: first.value }, further(receiver));
  if (!/^(float|to|type_as|contiguous|type)$/.test(name)) return undefined;
  found.isPlain = false;
  return further(receiver);
}

/** A name made in one statement, or in one and again under a condition: `if mask is not None: scores = scores.masked_fill(...)`. */
function followName(model: Model, name: Name, found: Found, depth: number): Product | undefined {
  const bindings = reachingBindings(name);
  const [nearest, ...others] = bindings;
  if (!nearest || bindings.length > 2 || nearest.path.length > 0) return undefined;
  const statement = statementOf(nearest.node);
  if (!statement || !nearest.value) return undefined;
  found.statements.push(statement);
  if (others.length > 0) found.isPlain = false;
  if (nearest.kind === 'augassign') return followAugmented(model, nearest, found, depth);
  if (nearest.kind !== 'assign' || (statement.kind === 'assign' && statement.targets.length > 1)) return undefined;
  return follow(model, nearest.value, found, depth + 1);
}

/** `scores /= math.sqrt(d)`, `scores += mask`. */
function followAugmented(model: Model, { node, value }: Binding, found: Found, depth: number): Product | undefined {
  if (node.kind !== 'augassign' || node.target.kind !== 'name' || !value) return undefined;
  const further = (inner: Expr): Product | undefined => follow(model, inner, found, depth + 1);
  found.isPlain = false;
  if (node.op === '/' || node.op === '*') return scaled(found, { op: node.op, by: value }, further(node.target));
  return node.op === '+' ? added(model, found, [node.target, value], further) : undefined;
}

const isFollowed = (model: Model, expression: Expr): boolean =>
  follow(model, expression, { scalings: [], masks: [], statements: [], isPlain: true }, 0) !== undefined;

const PRODUCTS = /^(matmul|bmm)$/;

/** `a @ b`, `torch.matmul(a, b)`, `a.matmul(b)`. */
export function factors(call: Expr): readonly [Expr, Expr] | undefined {
  if (call.kind === 'binary') return call.op === '@' ? [call.left, call.right] : undefined;
  if (call.kind !== 'call' || call.func.kind !== 'attribute' || !PRODUCTS.test(call.func.attr)) return undefined;
  const [first, second] = call.args;
  if (!first || call.args.length > 2) return undefined;
  return second ? [first.value, second.value] : [call.func.value, first.value];
}

function productOf(model: Model, product: Expr, found: Found): Product | undefined {
  const pair = factors(product);
  const key = pair && transposed(model, pair[1]);
  if (pair && key) return { query: pair[0], key, product };
  if (product.kind !== 'call' || calleeName(product) !== 'einsum') return undefined;
  const [equation, query, other] = product.args;
  const kind = equation && query && other ? pairsOf(asString(model.value(equation.value))) : undefined;
  if (!query || !other || !kind) return undefined;
  if (kind === 'other layout') found.isPlain = false;
  return { query: query.value, key: other.value, product };
}

/** `b h i d, b h j d -> b h i j`: every query with every key; whether the last two dimensions are position and feature. */
function pairsOf(equation: string | undefined): 'layout' | 'other layout' | undefined {
  const [queries = '', keys = '', scores = ''] = (equation ?? '').replace(/\s/g, '').split(/,|->/);
  const summed = Array.from(queries).filter((one) => keys.includes(one) && !scores.includes(one));
  const [position] = Array.from(queries).filter((one) => !keys.includes(one));
  const [other] = Array.from(keys).filter((one) => !queries.includes(one));
  if (summed.length !== 1 || !position || scores.at(-1) !== other || scores.length !== queries.length) return undefined;
  const isLast = queries.endsWith(position + (summed[0] ?? '')) && keys.endsWith((other ?? '') + (summed[0] ?? ''));
  return isLast ? 'layout' : 'other layout';
}

/** What is transposed in its last two dimensions. */
function transposed(model: Model, expression: Expr): Expr | undefined {
  if (expression.kind === 'attribute') return expression.attr === 'mT' ? expression.value : undefined;
  if (expression.kind !== 'call' || expression.func.kind !== 'attribute') return undefined;
  const { attr, value } = expression.func;
  const order = expression.args.map((one) => asNumber(model.value(one.value)));
  if (/^(transpose|swapaxes|swapdims)$/.test(attr)) return LAST_TWO.has([...order].sort().join()) ? value : undefined;
  return attr === 'permute' && /^0,1,3,2$|^0,2,1$/.test(order.join()) ? value : undefined;
}

const LAST_TWO = new Set(['-1,-2', '2,3', '1,2']);
