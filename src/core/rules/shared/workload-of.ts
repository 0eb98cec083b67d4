/** Finds the workload that a finding's saving is a share of, and says when it is too small to matter. */
import type { Node } from '../../syntax/ast';
import type { Model } from '../../model/model';
import type { Workload } from '../../model/workload';

/** Below this many rows no finding is more than a hint (toy data sets, quick demonstrations). */
export const TINY_ROWS = 2000;

/** The workload that starts at, holds or lies inside one of the nodes, tried in the order given. */
export function workloadOf(model: Model, ...nodes: readonly Node[]): Workload | undefined {
  for (const node of nodes) {
    const found = model.workloads.find(({ span }) => span.start === node.start && span.end === node.end);
    if (found) return found;
  }
  for (const node of nodes) {
    const found = model.workloads.find(({ span }) => span.start >= node.start && span.end <= node.end);
    if (found) return found;
  }
  return undefined;
}

export function isTiny(workload: Workload | undefined): boolean {
  return workload?.samples?.certainty === 'known' && workload.samples.value < TINY_ROWS;
}
