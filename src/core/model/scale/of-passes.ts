/** The scale of a pass over data to evaluate: one after training, or one after each epoch of it. */
import type { Node } from '../../syntax/ast';
import { enclosing, enclosingFunction } from '../../syntax/walk';
import type { EvaluationPass } from '../loops';
import type { Model } from '../model';
import { perModel } from '../per-model';
import { networkOf } from '../torch/method-forwards';
import { dataOf } from '../workloads/data';
import { largestOf, type DataFacts } from '../workloads/data-facts';
import { scaleOfProgram, scaleOfTorch } from './of-runs';
import type { Scale } from './scale';

/**
 * Beside a training a pass is as long as that allows; else what it runs decides, and a network that was trained elsewhere
 * is worth evaluating. A few passes that no loop repeats take what the data take.
 */
export function scaleOfPass(model: Model, pass: EvaluationPass): Scale {
  const networks = pass.forwards.map((call) => networkOf(model, call));
  const around = holdsRuns(model) ? scaleOfProgram(model) : undefined;
  const own = scaleOfTorch(model, { workload: undefined, networks, epochs: null, steps: null });
  if (own.size === 'short' && own.because !== around?.because) return own;
  const workload = dataOfPass(model, pass);
  const epochs = workload.dataset || workload.samples ? passesOf(model, pass.via ?? pass.node, 0) : null;
  const once = epochs === null ? undefined : scaleOfTorch(model, { workload, networks, epochs, steps: null });
  if (once?.size === 'short') return once;
  if (around) return around;
  return own.size === 'unknown' && loadsWeights(model) ? { ...own, size: 'long' } : own;
}

const holdsRuns = perModel((model): boolean => model.trainingLoops.length > 0 || model.workloads.length > 0);

/** What the loop goes over, or the largest of what the call hands on. */
function dataOfPass(model: Model, { node, via }: EvaluationPass): DataFacts {
  const given = via ? via.args.map(({ value }) => value) : node.kind === 'for' ? [node.iter] : [];
  return largestOf(given.map((one) => dataOf(model, one)).filter(({ dataset, samples }) => dataset ?? samples));
}

const MAX_DEPTH = 3;

/** How often the pass runs in all; null where a loop repeats it, or nobody here calls it. */
function passesOf(model: Model, node: Node, depth: number): number | null {
  if (depth > MAX_DEPTH || enclosing(node, 'for', 'while', 'function') !== enclosingFunction(node)) return null;
  const owner = node.kind === 'function' ? node : enclosingFunction(node);
  if (!owner) return 1;
  const counts = model.callersOf(owner).map((call) => passesOf(model, call, depth + 1));
  if (counts.length === 0 || counts.includes(null)) return null;
  return counts.reduce<number>((sum, one) => sum + (one ?? 0), 0);
}

const loadsWeights = (model: Model): boolean =>
  ['load_state_dict', 'from_pretrained', 'load_model'].some((name) => model.program.calls(name).length > 0);
