/** Brings the offsets in workloads up to date after an edit elsewhere. */
import { moved, movedAll, type Move } from '../answers';
import type { Workload } from '../workload';

export function movedWorkloads(workloads: readonly Workload[], move: Move): readonly Workload[] {
  return movedAll(workloads, (one) => {
    const workload = moved(one, move);
    const id = move(one.id);
    return id === one.id ? workload : { ...workload, id };
  });
}
