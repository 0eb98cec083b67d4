/** How one model is spread over several devices: threads of one process, or a process for each. */
import { perModel } from '../per-model';
import type { Workload } from '../workload';
import { known } from './fact';

const PROCESSES = ['DistributedDataParallel', 'DDP', 'FullyShardedDataParallel', 'FSDP', 'fully_shard'];

/**
 * `DataParallel` splits the batch as written and has one set of loader workers; `DistributedDataParallel` has a batch and
 * workers for every device.
 */
export const replicasOf = perModel((model): NonNullable<Workload['replicas']> | null => {
  const processes = PROCESSES.flatMap((name) => model.program.calls(name))[0];
  if (processes) return known('processes' as const, processes);
  const threads = model.program.calls('DataParallel')[0];
  return threads ? known('threads' as const, threads) : null;
});
