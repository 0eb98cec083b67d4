/** How often a Ray trainable reports: once at its end, or again and again, so that a scheduler can compare trials. */
import type { Call, Expr, FunctionDef } from '../../syntax/ast';
import { enclosingFunction } from '../../syntax/walk';
import type { Model } from '../model';
import { innermostLoop } from '../epoch-loops';
import { loopsAround } from './iterations';
import { isReached, reachFrom, wordsIn, type Reach } from './reach';
import type { RaySearch } from './ray-tune';
import { trialCount, type TrialCount } from './trial-count';
import { epochLoopsIn } from './trial-loops';
import { trainingsIn } from './trial-training';

export interface Reports {
  /** The call that reports again and again; null for a callback or a class with `step`. */
  readonly call: Call | null;
  /** Reports of one whole trial; undefined when they cannot be counted. */
  readonly count: TrialCount | undefined;
  /** False for code that reports numbers but trains nothing that can be seen. */
  readonly trains: boolean;
}

const REPORTS = ['ray.tune.report', 'ray.train.report', 'ray.air.session.report', 'ray.train.session.report'];
const CALLBACKS = /^(Ray)?(Tune|Train)?Report(Checkpoint)?Callback$|^RayTrainReportCallback$/;
const STEPPED = ['ray.tune.Trainable', 'ray.tune.trainable.Trainable', 'ray.tune.trainable.trainable.Trainable'];

/** Undefined when a trial reports once, or cannot be read. */
export function repeatedReports(model: Model, search: RaySearch): Reports | undefined {
  const { trainable } = search;
  if (!trainable) return undefined;
  if (trainable.node.kind === 'class') {
    const steps = model.isSubclass(trainable.node, ...STEPPED);
    return steps ? { call: null, count: undefined, trains: true } : undefined;
  }
  const reach = reachFrom(model, trainable);
  const trains = trainsIn(model, reach);
  const repeated = model
    .callsOf(...REPORTS)
    .map(({ call }) => call)
    .find((call) => isReached(reach, call) && isRepeated(model, call, reach));
  if (repeated) return { call: repeated, count: countOf(model, repeated, search), trains };
  for (const word of wordsIn(reach)) {
    if (CALLBACKS.test(word)) return { call: null, count: lengthOfTraining(model, reach), trains: true };
  }
  return undefined;
}

const MAX_DEPTH = 2;

/** In a loop, in a function that is called in one, or in a handler that a library calls. */
function isRepeated(model: Model, call: Call, reach: Reach, depth = 0): boolean {
  if (innermostLoop(call)) return true;
  const owner = enclosingFunction(call);
  if (!owner || depth > MAX_DEPTH) return false;
  if (isHandler(owner)) return true;
  return model
    .callersOf(owner)
    .some((caller) => isReached(reach, caller) && isRepeated(model, caller, reach, depth + 1));
}

/** `@trainer.on(Events.EPOCH_COMPLETED)`, or a method that ends an epoch. */
function isHandler(owner: FunctionDef): boolean {
  if (/epoch_end|iteration_end|step_end|after_epoch/.test(owner.name)) return true;
  return owner.decorators.some((one) => one.kind === 'call' && one.func.kind === 'attribute' && one.func.attr === 'on');
}

function trainsIn(model: Model, reach: Reach): boolean {
  if (epochLoopsIn(model, reach).length > 0 || trainingsIn(model, { reach, space: null }).length > 0) return true;
  for (const word of wordsIn(reach)) if (TRAINS.test(word)) return true;
  return false;
}

const TRAINS = /^(train|fit|partial_fit|backward|run_epoch|optimizer)|train_(epoch|step|one|func|batch)|_train$/i;

/** Only a report that stands in one loop is counted: two loops report their product. */
function countOf(model: Model, report: Call, search: RaySearch): TrialCount | undefined {
  const [loop, ...outer] = loopsAround(report);
  if (!loop || outer.length > 0 || loop.iter.kind !== 'call') return undefined;
  const { iter } = loop;
  const range = iter.func.kind === 'name' && /^(x?range|trange)$/.test(iter.func.id) ? iter : undefined;
  if (!range || range.args.length !== 1 || !range.args[0]) return undefined;
  return configured(model, range.args[0].value, search) ?? trialCount(model, range.args[0].value);
}

/** `config["epochs"]`, where the search space fixes it. */
function configured(model: Model, expression: Expr, search: RaySearch): TrialCount | undefined {
  if (expression.kind !== 'subscript' || !search.space) return undefined;
  const [key] = expression.index;
  const [space, ...rest] = model.value(search.space).alternatives;
  if (key?.kind !== 'constant' || typeof key.value !== 'string' || space?.type !== 'dict' || rest.length > 0)
    return undefined;
  const entry = space.entries.get(key.value);
  return entry && trialCount(model, entry);
}

function lengthOfTraining(model: Model, reach: Reach): TrialCount | undefined {
  const counts = trainingsIn(model, { reach, space: null }).map((one) => one.count);
  return counts.length === 1 ? counts[0] : undefined;
}
