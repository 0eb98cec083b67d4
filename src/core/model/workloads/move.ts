/** Brings the offsets in workloads up to date after an edit elsewhere. */
import { moved, movedAll, type Move } from '../answers';
import type { Workload } from '../workload';

export function movedWorkloads(workloads: readonly Workload[], move: Move): readonly Workload[] {
  return movedAll(workloads, (one) => {
    const workload = moved(one, move);
    const id = move(one.id);
    const there = id === one.id ? workload : { ...workload, id };
    if (there !== one) ORIGINS.set(there, originOf(one));
    return there;
  });
}

const ORIGINS = new WeakMap<Workload, Workload>();

/** The workload as it was found, before it was moved: all but places is the same. */
export function originOf(workload: Workload): Workload {
  return ORIGINS.get(workload) ?? workload;
}
