/** How many weights a gradient tape of TensorFlow trains that are written out as variables, as tutorials do. */
import type { Call, Expr } from '../../syntax/ast';
import { onlyValue } from '../lookup';
import type { TrainingLoop } from '../loops';
import type { Model } from '../model';
import { perModelAnd } from '../per-model';
import { calleeName } from '../traverse';
import { asNumber } from '../values';
import { type Network, TINY_WEIGHTS, UNSEEN } from './network';

/** The network of a loop that trains a few variables; undefined where there may be more to it. */
export function bareNetwork(model: Model, { framework, backward }: TrainingLoop): Network | undefined {
  if (framework !== 'tensorflow') return undefined;
  const weights = trainedWeights(model, backward);
  if (weights === undefined || weights >= TINY_WEIGHTS) return undefined;
  return { ...UNSEEN, weights, complete: true, flops: 2 * weights };
}

/** Of `tape.gradient(loss, [a, b])`. */
const trainedWeights = perModelAnd((model: Model, backward: Call): number | undefined => {
  const sources = model.arguments(backward, ['target', 'sources']).get('sources');
  return sources && weightsIn(model, sources.value, 0);
});

const MAX_DEPTH = 8;

function weightsIn(model: Model, node: Expr, depth: number): number | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const inside = (one: Expr): number | undefined => weightsIn(model, one, depth + 1);
  switch (node.kind) {
    case 'list':
    case 'tuple':
      return sum(node.items.map(inside));
    case 'dict':
      return sum(node.entries.map(({ value }) => inside(value)));
    case 'binary':
      return node.op === '+' ? sum([inside(node.left), inside(node.right)]) : undefined;
    case 'name': {
      const value = onlyValue(node);
      return value && inside(value);
    }
    case 'call':
      return weightsOfCall(model, node, inside);
    default:
      return undefined;
  }
}

function weightsOfCall(model: Model, call: Call, inside: (node: Expr) => number | undefined): number | undefined {
  const { func, args } = call;
  if (func.kind === 'attribute' && func.attr === 'values' && args.length === 0) return inside(func.value);
  const names = model.origins(func).flatMap((one) => (one.kind === 'external' ? [one.name] : []));
  const [first] = args;
  if (first && args.length === 1 && names.some((name) => /^builtins\.(list|tuple)$/.test(name)))
    return inside(first.value);
  const initial = names.includes('tensorflow.Variable')
    ? model.arguments(call, ['initial_value']).get('initial_value')
    : undefined;
  return initial && elementsOf(model, initial.value);
}

function sum(counts: readonly (number | undefined)[]): number | undefined {
  return counts.reduce<number | undefined>(
    (all, one) => (all === undefined || one === undefined ? undefined : all + one),
    counts.length === 0 ? undefined : 0,
  );
}

/** Each argument is an edge. */
const BY_EDGES = new Set(['randn', 'rand']);
/** The first argument is the shape, or `shape` or `size` is. */
const BY_SHAPE = new Set(['zeros', 'ones', 'truncated_normal', 'random_normal', 'random_uniform']);
/** The same, where the library is TensorFlow; NumPy has the shape last, and gives one number without. */
const DRAWS = new Set(['normal', 'uniform']);

/** Numbers in `0.`, `[1.0, 2.0]`, `tf.zeros([784, 10])`, `np.random.randn()`. */
function elementsOf(model: Model, node: Expr): number | undefined {
  if (node.kind === 'list' || node.kind === 'tuple') return sum(node.items.map((one) => elementsOf(model, one)));
  if (node.kind !== 'call') return asNumber(model.value(node)) === undefined ? undefined : 1;
  const name = calleeName(node);
  const positional = node.args.filter((one) => one.name === null && one.star === '').map(({ value }) => value);
  if (node.args.some(({ star }) => star !== '')) return undefined;
  if (BY_EDGES.has(name)) return product(model, positional);
  const named = node.args.find((one) => one.name === 'shape' || one.name === 'size')?.value;
  if (named) return shapeProduct(model, named);
  if (BY_SHAPE.has(name)) return positional[0] && shapeProduct(model, positional[0]);
  if (!DRAWS.has(name)) return undefined;
  const [origin] = model.origins(node.func);
  if (origin?.kind !== 'external') return undefined;
  if (origin.name.startsWith('tensorflow.')) return positional[0] && shapeProduct(model, positional[0]);
  return origin.name.startsWith('numpy.') && positional.length < 3 ? 1 : undefined;
}

const shapeProduct = (model: Model, shape: Expr): number | undefined =>
  product(model, shape.kind === 'list' || shape.kind === 'tuple' ? shape.items : [shape]);

function product(model: Model, edges: readonly Expr[]): number | undefined {
  return edges.reduce<number | undefined>((all, edge) => {
    const one = asNumber(model.value(edge));
    return all === undefined || one === undefined ? undefined : all * one;
  }, 1);
}
