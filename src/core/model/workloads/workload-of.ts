/** Finds the workload that a finding's saving is a share of, and says when it is too small to matter. */
import type { Node } from '../../syntax/ast';
import type { Model } from '../model';
import { runsByCall } from '../call-runs';
import type { Move } from '../answers';
import { perModel, perModelAnd } from '../per-model';
import { movedWorkloads } from './move';
import type { Fact, Workload } from '../workload';

/** Below this many rows no finding is more than a hint (toy data sets, quick demonstrations). */
export const TINY_ROWS = 2000;

const byStart = perModel((model) => new Map(model.workloads.map((workload) => [workload.span.start, workload])));

/** The workload that starts at, holds or lies inside one of the nodes, tried in the order given. */
export function workloadOf(model: Model, ...nodes: readonly Node[]): Workload | undefined {
  for (const node of nodes) {
    const found = workloadAt(model, node);
    if (found) return found;
  }
  for (const node of nodes) {
    const found = workloadInside(model, node);
    if (found) return found;
  }
  return nodes.map((node) => longestCall(model, node)).find((one) => one !== undefined);
}

/** Of a loop that calls run with numbers of epochs of their own: the run with most. */
function longestCall(model: Model, node: Node): Workload | undefined {
  if (node.kind !== 'for') return undefined;
  const runs = runsByCall(model, node).flatMap(({ call }) => workloadAt(model, call) ?? []);
  return runs.reduce<Workload | undefined>(
    (most, one) => (most && (most.epochs?.value ?? 0) >= (one.epochs?.value ?? 0) ? most : one),
    undefined,
  );
}

const moveOne = (workload: Workload | undefined, move: Move): Workload | undefined =>
  workload && movedWorkloads([workload], move)[0];

const workloadAt = perModelAnd((model: Model, node: Node): Workload | undefined => {
  const found = byStart(model).get(node.start);
  return found?.span.end === node.end ? found : undefined;
}, moveOne);

/** The workload of the first training loop that has one. */
export const workloadOfLoops = perModel(
  (model) => workloadOf(model, ...model.trainingLoops.map((loop) => loop.epoch ?? loop.step)),
  moveOne,
);

const workloadInside = perModelAnd(
  (model: Model, node: Node): Workload | undefined => firstInside(model.workloads, node),
  moveOne,
);

/** By halving: workloads are in source order. */
function firstInside(workloads: readonly Workload[], node: Node): Workload | undefined {
  let [low, high] = [0, workloads.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((workloads[middle] as Workload).span.start < node.start) low = middle + 1;
    else high = middle;
  }
  for (let at = low; at < workloads.length; at += 1) {
    const { span } = workloads[at] as Workload;
    if (span.start >= node.end) return undefined;
    if (span.end <= node.end) return workloads[at];
  }
  return undefined;
}

export function isTiny(workload: Workload | undefined): boolean {
  return hasFewRows(workload?.samples);
}

/** Rows that a notebook printed count like those that its code says; a default may be overridden. */
export function hasFewRows(samples: Fact<number> | undefined): boolean {
  if (!samples || samples.certainty === 'default') return false;
  return samples.value < TINY_ROWS;
}

/** Fits as far as loops around them can be counted. */
export const trainingsOf = (workload: Partial<Workload> | undefined): number =>
  (workload?.fits ?? workload?.leastFits)?.value ?? 1;
