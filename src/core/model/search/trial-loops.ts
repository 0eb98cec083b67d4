/** Loops over epochs in the code of a trial, recognised by the training steps that they run. */
import type { For, FunctionDef, Loop, Node } from '../../syntax/ast';
import { ancestors, enclosingFunction } from '../../syntax/walk';
import type { Model } from '../model';
import { backwardEvents, isWithin } from '../torch/events';
import { calleeName, callsIn } from '../traverse';
import { isReached, type Reach } from './reach';
import { trialCount, type TrialCount } from './trial-count';
import { lengthOf } from './grid';

export interface TrialLoop {
  readonly loop: For;
  /** `seen`: a backward pass runs in it; `named`: it counts epochs and calls something that trains. */
  readonly evidence: 'seen' | 'named';
  readonly count: TrialCount | undefined;
}

/** Loops that repeat whole trainings. */
const REPEATS = /fold|split|seed|repeat|run|restart|trial|experiment|subject|model|task/i;
const TRAINS = /train|fit|step|epoch|update|learn|optimi[sz]e/i;
const MAX_DEPTH = 3;

/** The outermost loops that count epochs or steps. */
export function epochLoopsIn(model: Model, reach: Reach): readonly TrialLoop[] {
  const found: TrialLoop[] = [];
  for (const loop of model.program.loops) {
    if (loop.kind !== 'for' || !isReached(reach, loop)) continue;
    if (found.some((one) => isWithin(loop, one.loop)) || !counts(model, loop)) continue;
    const evidence = evidenceOf(model, loop);
    if (evidence) found.push({ loop, evidence, count: countOf(model, loop) });
  }
  return found;
}

/** True when the loop lies in another one that repeats whole trainings: folds, seeds. */
export function isRepeated(loop: For): boolean {
  for (const at of ancestors(loop)) {
    if (at.kind === 'function' || at.kind === 'class') return false;
    if (at.kind === 'for' || at.kind === 'while') return true;
  }
  return false;
}

function evidenceOf(model: Model, loop: For): TrialLoop['evidence'] | undefined {
  if (backwardEvents(model).some(({ call }) => runsIn(model, call, loop))) return 'seen';
  if (!/epoch/i.test(targetName(loop))) return undefined;
  for (const call of callsIn(loop)) if (TRAINS.test(calleeName(call)) && isWithin(call, loop)) return 'named';
  return undefined;
}

/** True when `node` stands in the loop, or in a function that is called from it. */
export function runsIn(model: Model, node: Node, loop: Loop): boolean {
  let level: readonly Node[] = [node];
  const seen = new Set<FunctionDef>();
  for (let depth = 0; depth <= MAX_DEPTH && level.length > 0; depth += 1) {
    if (level.some((one) => isInBody(one, loop))) return true;
    const owners = level.flatMap((one) => enclosingFunction(one) ?? []).filter((one) => !seen.has(one));
    for (const owner of owners) seen.add(owner);
    level = owners.flatMap((owner) => model.callersOf(owner));
  }
  return false;
}

const isInBody = (node: Node, loop: Loop): boolean => loop.body.some((statement) => isWithin(node, statement));

function targetName(loop: For): string {
  const target = loop.target.kind === 'tuple' ? loop.target.items[0] : loop.target;
  return target?.kind === 'name' ? target.id : '';
}

/** `range(n)`, `trange(n)`, `tqdm(range(n))`; a loop over a loader or over folds is none. */
function counts(model: Model, loop: For): boolean {
  if (REPEATS.test(targetName(loop))) return false;
  if (/epoch/i.test(targetName(loop))) return true;
  return ranges(model, loop.iter) !== undefined;
}

function countOf(model: Model, loop: For): TrialCount | undefined {
  const length = lengthOf(model.value(loop.iter));
  if (length) return { value: length.value, certainty: length.certainty, via: length.via };
  const range = ranges(model, loop.iter);
  const last = range?.args.at(range.args.length > 1 ? 1 : 0)?.value;
  return last ? trialCount(model, last) : undefined;
}

function ranges(model: Model, iter: For['iter']): Extract<For['iter'], { kind: 'call' }> | undefined {
  if (iter.kind !== 'call') return undefined;
  const name = calleeName(iter);
  if (/^(x?range|trange)$/.test(name)) return iter;
  const first = iter.args[0]?.value;
  return /^(tqdm|enumerate|progress_bar|track|master_bar)$/.test(name) && first ? ranges(model, first) : undefined;
}
