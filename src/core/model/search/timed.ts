/** Tells loops that measure how long trainings take from those that look for a good model. */
import type { Call, FunctionDef, Node } from '../../syntax/ast';
import { ancestors, descendRunning, enclosing, enclosingFunction } from '../../syntax/walk';
import type { Model } from '../model';
import { calleeName } from '../traverse';

const CLOCKS =
  /^(time\.(time|perf_counter|process_time|monotonic)(_ns)?|datetime\.datetime\.now|timeit\.(timeit|repeat|default_timer)|torch\.utils\.benchmark\.Timer)$/;
/** A word of a name that stands for how good a model is. */
const SCORE =
  /(^|_)(score|scores|scoring|accuracy|acc|auc|roc|f1|precision|recall|loss|losses|err|error|errors|mse|rmse|mae|mape|r2|metric|metrics|evaluate|evaluation|validate|history|inertia|aic|bic|perplexity|best|silhouette)(_|$)|^cross_val|_score$/i;

/** A clock runs in the loop, or in a function that it calls, and nothing there says how good a model is. */
export function isTimed(model: Model, loop: Node, training: Node): boolean {
  const nodes = [loop, ...calledIn(model, loop), enclosingFunction(training) ?? loop].flatMap((scope) => [
    ...descendRunning(scope),
  ]);
  if (!nodes.some((node) => node.kind === 'call' && readsClock(model, node))) return false;
  return !nodes.some((node) => isScore(node) && !isLossOf(node, training)) && !isKept(model, training);
}

/** Functions of this file that run in each turn. */
const calledIn = (model: Model, loop: Node): readonly FunctionDef[] =>
  [...descendRunning(loop)].flatMap((node) => (node.kind === 'call' ? (model.calleeOf(node) ?? []) : []));

const readsClock = (model: Model, { func }: Call): boolean =>
  model.origins(func).some((one) => one.kind === 'external' && CLOCKS.test(one.name));

/** The loss that a loop over epochs descends is there without being a score. */
function isLossOf(node: Node, training: Node): boolean {
  if (training.kind !== 'for' && training.kind !== 'while') return false;
  return node.kind === 'name' && /loss|error/i.test(node.id) && [...ancestors(node)].includes(training);
}

function isScore(node: Node): boolean {
  if (node.kind === 'name') return SCORE.test(node.id);
  if (node.kind === 'attribute') return SCORE.test(node.attr);
  if (node.kind === 'constant') return node.parent?.kind === 'subscript' && SCORE.test(String(node.value));
  // What is predicted goes into a score, unless it is thrown away.
  return (
    node.kind === 'call' && /^predict/.test(calleeName(node)) && node.parent?.kind !== 'exprstmt' && !isMeasured(node)
  );
}

/** `out = model.predict(x)` of which nothing is read but `out.shape`. */
function isMeasured(call: Call): boolean {
  const target = call.parent?.kind === 'assign' ? call.parent.targets[0] : undefined;
  const scope = target?.kind === 'name' ? enclosing(call, 'for', 'while', 'function') : undefined;
  if (target?.kind !== 'name' || !scope) return false;
  return [...descendRunning(scope)].every(
    (node) =>
      node.kind !== 'name' ||
      node.id !== target.id ||
      node === target ||
      (node.parent?.kind === 'attribute' && node.parent.attr === 'shape'),
  );
}

/** A function of another file trains, and what it returns is kept: it may be a score. */
function isKept(model: Model, training: Node): boolean {
  if (training.kind !== 'call' || training.func.kind !== 'name' || training.parent?.kind === 'exprstmt') return false;
  return model.calleeOf(training) === undefined;
}
