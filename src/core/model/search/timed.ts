/** Tells loops that measure how long trainings take from those that look for a good model. */
import type { Call, Node } from '../../syntax/ast';
import { ancestors, descendRunning, enclosingFunction } from '../../syntax/walk';
import type { Model } from '../model';
import { calleeName } from '../traverse';

const CLOCKS =
  /^(time\.(time|perf_counter|process_time|monotonic)(_ns)?|timeit\.(timeit|repeat|default_timer)|torch\.utils\.benchmark\.Timer)$/;
/** A word of a name that stands for how good a model is. */
const SCORE =
  /(^|_)(score|scores|scoring|accuracy|acc|auc|roc|f1|precision|recall|loss|losses|err|error|errors|mse|rmse|mae|mape|r2|metric|metrics|evaluate|evaluation|validate|history|inertia|aic|bic|perplexity|best|silhouette|result|results)(_|$)|^cross_val|_score$/i;

/** A clock runs in the loop, or in the function that trains, and nothing there says how good a model is. */
export function isTimed(model: Model, loop: Node, training: Node): boolean {
  const owner = enclosingFunction(training);
  const scopes = owner && !isInside(training, loop) ? [loop, owner] : [loop];
  const nodes = scopes.flatMap((scope) => [...descendRunning(scope)]);
  const calls = nodes.filter((node) => node.kind === 'call');
  return calls.some((call) => readsClock(model, call)) && !nodes.some(isScore) && !isKept(model, training);
}

const readsClock = (model: Model, { func }: Call): boolean =>
  model.origins(func).some((one) => one.kind === 'external' && CLOCKS.test(one.name));

const isInside = (node: Node, loop: Node): boolean => [...ancestors(node)].includes(loop);

function isScore(node: Node): boolean {
  if (node.kind === 'name') return SCORE.test(node.id);
  if (node.kind === 'attribute') return SCORE.test(node.attr);
  if (node.kind === 'constant')
    return typeof node.value === 'string' && /^\w+$/.test(node.value) && SCORE.test(node.value);
  // What is predicted goes into a score, unless it is thrown away.
  return node.kind === 'call' && /^predict/.test(calleeName(node)) && node.parent?.kind !== 'exprstmt';
}

/** A function of another file trains, and what it returns is kept: it may be a score. */
function isKept(model: Model, training: Node): boolean {
  if (training.kind !== 'call' || training.func.kind !== 'name' || training.parent?.kind === 'exprstmt') return false;
  return model.calleeOf(training) === undefined;
}
