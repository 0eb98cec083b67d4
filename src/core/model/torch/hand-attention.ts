/** Finds attention that a network computes step by step: a softmax over products of queries and keys, times the values. */
import type { Call, Expr, Node, Stmt } from '../../syntax/ast';
import { statementOf } from '../../syntax/walk';
import { contains } from '../../text/span';
import type { Model } from '../model';
import type { Origin } from '../origins';
import { calleeName } from '../traverse';
import { asNumber } from '../values';
import { factors, type Scores, scoresOf } from './attention-scores';
import { insideModule } from './modules';

export interface HandAttention {
  readonly scores: Scores;
  readonly softmax: Call;
  /** The call of a dropout on the weights. */
  readonly dropout: Call | null;
  /** `weights @ values`. */
  readonly output: Expr;
  readonly values: Expr;
  /** The weights keep their type on the way. */
  readonly isCast: boolean;
  /** From the product to the output, first to last. */
  readonly statements: readonly Stmt[];
}

/** Those in the methods of modules, in source order. */
export function handAttentions(model: Model): readonly HandAttention[] {
  const named = [...model.program.calledNames()].filter((name) => /softmax/i.test(name) && !/log/i.test(name));
  return [...new Set(named.flatMap((name) => model.program.calls(name)).map(runOf))]
    .sort((a, b) => a.start - b.start)
    .flatMap((call) => (insideModule(model, call) && !model.isIgnored(call) ? (attentionAt(model, call) ?? []) : []));
}

/** `nn.Softmax(dim=-1)(scores)` runs what it makes. */
const runOf = (call: Call): Call => (call.parent?.kind === 'call' && call.parent.func === call ? call.parent : call);

function attentionAt(model: Model, softmax: Call): HandAttention | undefined {
  const input = inputOf(model, softmax);
  const scores = input && scoresOf(model, input);
  const weights = scores && weightsOf(model, softmax);
  if (!scores || !weights) return undefined;
  const steps = [...scores.statements, statementOf(softmax), ...weights.statements, statementOf(weights.output)];
  const statements = [...new Set(steps)].filter((one) => one !== undefined).sort((a, b) => a.start - b.start);
  if (!staysInside(model, scores, [...statements.slice(0, -1), weights.output])) return undefined;
  return { ...weights, scores, softmax, statements };
}

/** What is normalised over its last dimension. */
function inputOf(model: Model, { func, args }: Call): Expr | undefined {
  const origins = model.origins(func);
  const isFunction = origins.some(
    (one) => one.kind === 'external' && /^torch(\.nn\.functional)?\.softmax$/.test(one.name),
  );
  if (isFunction) return isLast(model, args, 1) ? args[0]?.value : undefined;
  const made = origins.find((one) => one.kind === 'result' && one.of === 'torch.nn.Softmax');
  if (made?.kind === 'result') return isLast(model, made.call.args, 0) ? args[0]?.value : undefined;
  // A method of a tensor; nothing else of the library is known by its name here.
  if (func.kind !== 'attribute' || func.attr !== 'softmax' || !origins.every(isTensors)) return undefined;
  return isLast(model, args, 0) ? func.value : undefined;
}

/** A method of what a function of PyTorch returns: `torch.where(...).softmax`. */
const isTensors = (origin: Origin): boolean => origin.kind === 'external' && /^torch\.\w+\(\)\./.test(origin.name);

function isLast(model: Model, args: Call['args'], position: number): boolean {
  const given = args.find(({ name }) => name === 'dim') ?? args.filter(({ name }) => name === null)[position];
  const dim = given && asNumber(model.value(given.value));
  return dim === -1 || dim === 3;
}

/** What the weights go through before they meet the values. */
type Passes = Pick<HandAttention, 'dropout' | 'isCast'>;
const UNCHANGED: Passes = { dropout: null, isCast: false };

interface Weights extends Passes {
  readonly output: Expr;
  readonly values: Expr;
  readonly statements: readonly Stmt[];
}

/** The weights are multiplied with the values once, through a dropout at most; anything else keeps or shows them. */
function weightsOf(model: Model, weights: Expr, passes: Passes = UNCHANGED): Weights | undefined {
  const { parent } = weights;
  if (parent?.kind === 'assign' && parent.value === weights) {
    if (parent.targets.length !== 1 || parent.targets[0]?.kind !== 'name') return undefined;
    const [use, ...others] = model.usesOf(weights);
    const found = use && others.length === 0 ? weightsOf(model, use, passes) : undefined;
    return found && { ...found, statements: [parent, ...found.statements] };
  }
  const passed = passedThrough(parent, weights);
  if (passed)
    return weightsOf(
      model,
      passed.call,
      passed.isDropout ? { ...passes, dropout: passed.call } : { ...passes, isCast: true },
    );
  const call = parent?.kind === 'argument' ? parent.parent : parent?.kind === 'attribute' ? parent.parent : parent;
  const values = call && valuesIn(model, call as Expr, weights);
  return values ? { ...passes, output: call as Expr, values, statements: [] } : undefined;
}

/** `self.dropout(weights)`, `F.dropout(weights, ...)`, `weights.to(dtype)`. */
function passedThrough(parent: Node | null, weights: Expr): { call: Call; isDropout: boolean } | undefined {
  const call = parent?.kind === 'argument' || parent?.kind === 'attribute' ? parent.parent : null;
  if (call?.kind !== 'call') return undefined;
  if (parent?.kind === 'attribute')
    return call.func === parent && /^(to|type_as|float|half|type)$/.test(parent.attr)
      ? { call, isDropout: false }
      : undefined;
  const isFirst = call.args[0]?.value === weights;
  return isFirst && /drop/i.test(calleeName(call)) ? { call, isDropout: true } : undefined;
}

/** The other factor of a product, or of an einsum that sums over the keys. */
function valuesIn(model: Model, product: Expr, weights: Expr): Expr | undefined {
  const pair = factors(product);
  if (pair) return pair[0] === weights ? pair[1] : undefined;
  if (product.kind !== 'call' || calleeName(product) !== 'einsum') return undefined;
  const [equation, first, second] = product.args;
  const text = equation && model.value(equation.value).alternatives[0];
  if (text?.type !== 'string' || first?.value !== weights || !second) return undefined;
  const [left = '', right = '', out = ''] = text.value.replace(/\s/g, '').split(/,|->/);
  const summed = left.at(-1) ?? ' ';
  return right.includes(summed) && !out.includes(summed) && out.length === left.length ? second.value : undefined;
}

/** Reads of the shape, and a mask that is written into the scores. */
const HARMLESS = /^(shape|size|dtype|device|dim|ndim|masked_fill_)$/;

/** The scores go nowhere else: they are not returned, kept, or looked at but for their shape. */
function staysInside(model: Model, scores: Scores, steps: readonly Node[]): boolean {
  return [
    scores.product,
    ...scores.statements.flatMap((one) => (one.kind === 'assign' && one.value ? [one.value] : [])),
  ].every((made) =>
    model
      .usesOf(made)
      .every(
        (use) =>
          steps.some((one) => contains(one, use)) ||
          (use.parent?.kind === 'attribute' && HARMLESS.test(use.parent.attr)) ||
          isOwnCondition(use),
      ),
  );
}

/** The scores are read in the statement that masks them under a condition. */
function isOwnCondition(use: Expr): boolean {
  const at = statementOf(use);
  return (
    at?.kind === 'assign' &&
    at.targets.some((target) => target.kind === 'name' && use.kind === 'name' && target.id === use.id)
  );
}
