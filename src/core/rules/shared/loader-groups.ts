/** Puts the loaders of one function or data module together, because one cause is one finding. */
import { epochLoopAround } from '../../model/epoch-loops';
import type { Model } from '../../model/model';
import { perModel } from '../../model/per-model';
import { boundName } from '../../model/traverse';
import type { Call, Node } from '../../syntax/ast';
import { ancestors, enclosing, statementOf } from '../../syntax/walk';
import { judgedLoaders, type JudgedLoader, type Problem } from './loader-problems';

export interface LoaderGroup {
  /** The most valuable problem, which gives the finding its rule. */
  readonly problem: Problem;
  /** The training loader where it has the problem, else the first that has. */
  readonly anchor: JudgedLoader;
  /** Every loader of the group with a problem, the anchor among them. */
  readonly members: readonly JudgedLoader[];
}

const WORTH: readonly Problem[] = ['workers', 'respawn', 'unpinned'];

export const loaderGroups = perModel(findGroups);

function findGroups(model: Model): readonly LoaderGroup[] {
  const judged = judgedLoaders(model);
  if (!judged.some((one) => one.problems.size > 0)) return [];
  const trains = model.trainingLoops.length > 0;
  return together(judged).flatMap((group) => {
    if (!trains && !group.some((one) => one.trains)) return [];
    const members = group.filter((one) => one.problems.size > 0);
    const problem = WORTH.find((one) => members.some(({ problems }) => problems.has(one)));
    const having = members.filter(({ problems }) => problem !== undefined && problems.has(problem));
    const anchor = having.find((one) => one.trains) ?? mostRead(model, having);
    return problem && anchor ? [{ problem, anchor, members }] : [];
  });
}

/** Whether what reads a loader again and again counts epochs. */
export function isReadByEpoch(model: Model, { loader }: JudgedLoader): boolean {
  return loader.readings.some(
    ({ trains, kind, node }) => trains || kind === 'lightning' || epochLoopAround(model, node) !== undefined,
  );
}

/** Where no training reads any: one that is read in each epoch, or else most often, of equals the one named after training. */
function mostRead(model: Model, all: readonly JudgedLoader[]): JudgedLoader | undefined {
  const each = all.filter((one) => isReadByEpoch(model, one));
  const rank = (one: JudgedLoader): number => (one.passes ?? UNKNOWN_PASSES) + (namedForTraining(one) ? 0.5 : 0);
  const [first, ...others] = each.length > 0 ? each : all;
  return others.reduce((best, one) => (best && rank(best) >= rank(one) ? best : one), first);
}

/** "More than once" counts as twice. */
const UNKNOWN_PASSES = 2;

function namedForTraining({ loader }: JudgedLoader): boolean {
  return /train/i.test(nameOf(loader.call) ?? '');
}

/** Groups by the place they are made in; a name that is bound again begins a new group. */
function together(judged: readonly JudgedLoader[]): readonly (readonly JudgedLoader[])[] {
  const groups: JudgedLoader[][] = [];
  const current = new Map<Node, JudgedLoader[]>();
  for (const one of judged) {
    const place = placeOf(one.loader.call);
    const open = current.get(place);
    if (open && !open.some((other) => isRebound(other.loader.call, one.loader.call))) open.push(one);
    else {
      const fresh = [one];
      groups.push(fresh);
      current.set(place, fresh);
    }
  }
  return groups;
}

/** The class for hooks and set-up methods, else the function, else the module. */
function placeOf(call: Call): Node {
  const owner = enclosing(call, 'function');
  if (owner?.parent?.kind === 'class') return owner.parent;
  let top: Node = call;
  for (const at of ancestors(call)) top = at;
  return owner ?? top;
}

/** The same name twice, unless in two arms of one statement. */
function isRebound(a: Call, b: Call): boolean {
  const name = nameOf(a);
  if (name === undefined || name !== nameOf(b)) return false;
  const branch = enclosing(a, 'if', 'try', 'function');
  return branch === undefined || branch.kind === 'function' || branch !== enclosing(b, 'if', 'try', 'function');
}

function nameOf(call: Call): string | undefined {
  const simple = boundName(call);
  if (simple !== undefined) return simple;
  const statement = statementOf(call);
  const target = statement?.kind === 'assign' ? statement.targets[0] : undefined;
  return target?.kind === 'attribute' ? target.attr : undefined;
}
