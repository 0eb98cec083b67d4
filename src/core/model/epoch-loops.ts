/** Tells loops over epochs from those over batches and over repeated runs. */
import type { Expr, Loop, Node } from '../syntax/ast';
import { ancestors, enclosingFunction } from '../syntax/walk';
import type { Model } from './model';
import { calleeName } from './traverse';
import { UNKNOWN, type Value } from './values';
import { whileTurns } from './while-turns';
import { onlyValue } from './lookup';

const MAX_CALL_DEPTH = 3;

export function innermostLoop(node: Node): Loop | undefined {
  for (const at of ancestors(node)) {
    if (at.kind === 'for' || at.kind === 'while') return at;
    if (at.kind === 'function' || at.kind === 'class' || at.kind === 'lambda') return undefined;
  }
  return undefined;
}

/**
 * The loop over epochs: the next loop outwards, through one chain of callers; the step loop itself when it counts epochs, as
 * with one batch of all data for each, and what is around it only repeats the run, as a loop does that `repeats` says makes the network.
 */
export function epochLoop(model: Model, step: Loop, repeats: (outer: Loop) => boolean): Loop | null {
  const around = innermostLoop(step) ?? loopOfCallers(model, step);
  const outer = around && isInsideEpoch(model, around) ? beyond(model, around) : around;
  if (isNamedAfterEpochs(step) && countsEpochs(model, step) && !(outer && namesEpochs(model, outer))) return step;
  if (!outer || !countsEpochs(model, outer)) return null;
  if (namesEpochs(model, outer) || !repeats(outer)) return outer;
  return countsEpochs(model, step) ? step : null;
}

const beyond = (model: Model, loop: Loop): Loop | undefined => innermostLoop(loop) ?? loopOfCallers(model, loop);

/** A loop between the epochs and the batches: over phases, or over the files that the data are kept in. */
function isInsideEpoch(model: Model, loop: Loop): boolean {
  if (isOverPhases(model, loop)) return true;
  if (loop.kind !== 'for' || isRepetition(loop) || countsEpochs(model, loop)) return false;
  const outer = innermostLoop(loop);
  return outer !== undefined && isNamedAfterEpochs(outer);
}

/** `for phase in ["train", "val"]`, between the epochs and the batches. */
export function isOverPhases(model: Model, loop: Loop): boolean {
  if (loop.kind !== 'for') return false;
  const { iter } = loop;
  const zipped = iter.kind === 'call' && calleeName(iter) === 'zip' ? iter.args.map(({ value }) => value) : [iter];
  return zipped.some(
    (list) =>
      model.value(list).alternatives.some((one) => one.type === 'sequence' && (one.items ?? []).some(isPhase)) ||
      addsPhases(list),
  );
}

/** `["train"] + (["val"] if args.validate else [])`, of which one part is in each run. */
function addsPhases(list: Expr): boolean {
  if (list.kind === 'name') {
    const value = onlyValue(list);
    return value?.kind === 'binary' && addsPhases(value);
  }
  if (list.kind === 'binary') return list.op === '+' && (addsPhases(list.left) || addsPhases(list.right));
  return list.kind === 'list' && list.items.some(isPhase);
}

const isPhase = (item: Expr): boolean =>
  item.kind === 'constant' &&
  typeof item.value === 'string' &&
  /^(train|training|val|valid|validation)$/i.test(item.value);

function textOfTarget(loop: Loop): string {
  return loop.kind === 'for' && loop.target.kind === 'name' ? loop.target.id : '';
}

function loopOfCallers(model: Model, step: Loop): Loop | undefined {
  let owner = enclosingFunction(step);
  for (let depth = 0; owner && depth < MAX_CALL_DEPTH; depth += 1) {
    const calls = model.callersOf(owner);
    const loop = calls.map(innermostLoop).find((one) => one !== undefined);
    if (loop) return loop;
    owner = calls[0] ? enclosingFunction(calls[0]) : undefined;
  }
  return undefined;
}

/** Repeated trainings, each from the start. */
const REPETITION =
  /^(i_?|n_?|num_?)?(runs?|seeds?|k?_?folds?|splits?|trials?|rep|reps|repeats?|repetitions?|restarts?)(_?(idx|index|id|i|n|no|num))?$/i;
export const isRepetition = (loop: Loop): boolean => REPETITION.test(textOfTarget(loop));

const EPOCH = /epoch|^ep$/i;

const isNamedAfterEpochs = (loop: Loop): boolean => loop.kind === 'for' && EPOCH.test(textOfTarget(loop));

function namesEpochs(model: Model, loop: Loop): boolean {
  if (loop.kind === 'while') return /epoch/i.test(model.program.text.slice(loop.test.start, loop.test.end));
  return isNamedAfterEpochs(loop);
}

export function countsEpochs(model: Model, loop: Loop): boolean {
  if (namesEpochs(model, loop)) return true;
  if (loop.kind === 'while' || isRepetition(loop)) return false;
  return model.value(loop.iter).alternatives.some((one) => one.type === 'sequence') && isCounting(model, loop.iter);
}

/** `range(n)`, `trange(n)`, `tqdm(range(n))`, `itertools.count()`, or a name for one. */
function isCounting(model: Model, iter: Expr): boolean {
  if (iter.kind === 'name') {
    const value = onlyValue(iter);
    return value?.kind === 'call' && isCounting(model, value);
  }
  if (iter.kind !== 'call') return false;
  const names = model.origins(iter.func).map((origin) => (origin.kind === 'external' ? origin.name : ''));
  if (names.some((name) => /(^|\.)(x?range|trange|count)$/.test(name))) return true;
  const first = iter.args[0]?.value;
  return (
    first !== undefined &&
    names.some((name) => /tqdm|builtins\.(iter|enumerate|reversed)/.test(name)) &&
    isCounting(model, first)
  );
}

/** How often a loop runs, as a number value. */
export function iterationsOf(model: Model, loop: Loop): Value {
  if (loop.kind === 'while') return whileTurns(model, loop);
  const value = model.value(loop.iter);
  const lengths = value.alternatives.map((one) => (one.type === 'sequence' ? one.length : null));
  if (lengths.length === 0 || lengths.some((one) => one === null)) return UNKNOWN;
  return { ...value, alternatives: lengths.map((length) => ({ type: 'number', value: length as number })) };
}

/** The loop around a node, or around the calls of the function it is in, that counts epochs. */
export function epochLoopAround(model: Model, node: Node, depth = 0): Loop | undefined {
  let loop = innermostLoop(node);
  while (loop) {
    if (countsEpochs(model, loop)) return loop;
    loop = innermostLoop(loop);
  }
  const owner = enclosingFunction(node);
  if (!owner || depth > 2) return undefined;
  for (const outer of model.callersOf(owner)) {
    const found = epochLoopAround(model, outer, depth + 1);
    if (found) return found;
  }
  return undefined;
}
