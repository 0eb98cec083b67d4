/** The scale of a pass over data to evaluate: one after training, or one after each epoch of it. */
import type { Expr, Node } from '../../syntax/ast';
import { descend, enclosing, enclosingFunction } from '../../syntax/walk';
import { passedBy } from '../bind';
import { reachingBindings } from '../lookup';
import type { EvaluationPass } from '../loops';
import type { Model } from '../model';
import { perModel } from '../per-model';
import { dataOf } from '../workloads/data';
import { NO_DATA, type DataFacts } from '../workloads/data-facts';
import { scaleOfProgram, scaleOfTorch } from './of-runs';
import type { Scale } from './scale';

/**
 * Beside a training a pass is as long as that allows; else what it runs decides, and a network that was trained elsewhere
 * is worth evaluating. A few passes that no loop repeats take what the data take.
 */
export function scaleOfPass(model: Model, pass: EvaluationPass): Scale {
  const networks = pass.forwards.map(({ func }) => func);
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

/** What the loop goes over, or the call hands on; of what several callers pass, the largest, where all are known. */
function dataOfPass(model: Model, { node, via }: EvaluationPass): DataFacts {
  const given = via ? via.args.map(({ value }) => value) : node.kind === 'for' ? passed(model, node.iter) : [];
  const found = given.map((one) => dataOf(model, one));
  const known = found.filter(({ dataset, samples }) => dataset !== null || samples !== null);
  if (!via && known.length < found.length) return NO_DATA;
  const [first = NO_DATA, ...others] = known;
  return others.reduce((most, one) => (rowsIn(one) > rowsIn(most) ? one : most), first);
}

const rowsIn = ({ samples }: DataFacts): number => samples?.value ?? Infinity;

/** What the callers pass for the parameter that a loop goes over; else what is looped over itself. */
function passed(model: Model, iterable: Expr): readonly Expr[] {
  for (const name of descend(iterable)) {
    const [only, ...others] = name.kind === 'name' ? reachingBindings(name) : [];
    const param = only?.node;
    const owner = param?.kind === 'param' && others.length === 0 ? enclosingFunction(param) : undefined;
    if (param?.kind !== 'param' || !owner) continue;
    const given = passedBy(model, owner, param);
    if (given.length > 0) return given.map(({ value }) => value);
  }
  return [iterable];
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
