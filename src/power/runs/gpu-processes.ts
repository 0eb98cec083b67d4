/** Which processes compute on which NVIDIA board: asked for once in a while, never at every reading. */
import { millis } from '../../core/units/quantity';
import type { Host } from '../../host/ports';

/** The first look comes when frameworks have found their boards, each later one after twice the time. */
const FIRST_AFTER = 15_000;
const LAST_AFTER = 16 * FIRST_AFTER;
const PATIENCE = millis(10_000);

export type GpuUse = ReadonlyMap<string, ReadonlySet<number>>;

export class GpuProcesses {
  private due: number;
  private wait = FIRST_AFTER;
  private seen: GpuUse | null = null;
  private isAsking = false;

  constructor(private readonly host: Host) {
    this.due = host.clock.now() + FIRST_AFTER;
  }

  /** Every process that was seen, by the UUID of the board; null while unknown. */
  get use(): GpuUse | null {
    return this.seen;
  }

  /** Called at every reading that sees an NVIDIA board awake; rarely does anything. */
  async lookWhenDue(): Promise<void> {
    if (this.isAsking || this.host.clock.now() < this.due) return;
    this.isAsking = true;
    this.wait = Math.min(2 * this.wait, LAST_AFTER);
    this.due = this.host.clock.now() + this.wait;
    try {
      const tool = await this.host.processes.find('nvidia-smi');
      if (tool === undefined) return;
      const { code, stdout } = await this.host.processes.run(tool, QUERY, PATIENCE);
      if (code === 0) this.seen = merged(this.seen, computeApps(stdout));
    } finally {
      this.isAsking = false;
    }
  }
}

function merged(before: GpuUse | null, now: GpuUse): GpuUse {
  const boards = new Map(before);
  for (const [uuid, pids] of now) boards.set(uuid, new Set([...(before?.get(uuid) ?? []), ...pids]));
  return boards;
}

const QUERY = ['--query-compute-apps=gpu_uuid,pid', '--format=csv,noheader'];

/** `GPU-6a1b..., 12345` a line; lines of another form, such as "[Not Found]" for a pid, are left out. */
export function computeApps(text: string): GpuUse {
  const use = new Map<string, Set<number>>();
  for (const line of text.split(/\r?\n/)) {
    const [, uuid, pid] = /^\s*((?:GPU|MIG)-[\w/-]+)\s*,\s*(\d+)\s*$/.exec(line) ?? [];
    if (uuid === undefined) continue;
    const pids = use.get(uuid) ?? new Set();
    use.set(uuid, pids.add(Number(pid)));
  }
  return use;
}
