/** The processes of a run and the CPU time they have used, from /proc; nothing elsewhere, where asking would start a tool. */
import { millis, type Millis } from '../../core/units/quantity';
import type { Host } from '../../host/ports';

/** proc(5): the kernel reports CPU time to user space in ticks of 10 ms on every architecture (USER_HZ). */
const MILLIS_PER_TICK = 10;
/** Looking for new processes walks all threads of the known ones. */
const LOOK_EVERY = 10_000;
/** A run with more processes than this is followed in these. */
const MOST = 4096;

type Parts = Pick<Host, 'files' | 'clock' | 'machine'>;

export class ProcessTree {
  private members: ReadonlySet<number>;
  private lookedAt = Number.NEGATIVE_INFINITY;
  private isLooking = false;
  private most = 0;

  constructor(
    private readonly host: Parts,
    private readonly root: number,
  ) {
    this.members = new Set([root]);
  }

  has(pid: number): boolean {
    return this.members.has(pid);
  }

  get pids(): ReadonlySet<number> {
    return this.members;
  }

  /**
   * CPU time of the tree since the machine started, undefined where nobody says. A process hands its time on to its parent when it
   * ends, so the sum stays when workers come and go. Invariant: it never falls.
   */
  cpuTime(): Millis | undefined {
    if (this.host.machine.platform !== 'linux') return undefined;
    void this.look();
    const times = [...this.members].map((pid) => cpuTimeOf(this.host, pid));
    const known = times.filter((time) => time !== undefined);
    if (known.length === 0) return undefined;
    this.most = Math.max(
      this.most,
      known.reduce((sum, time) => sum + time, 0),
    );
    return millis(this.most);
  }

  /** Finds processes that were started since; ones that have ended drop out. */
  async look(): Promise<void> {
    const now = this.host.clock.now();
    if (this.isLooking || now - this.lookedAt < LOOK_EVERY) return;
    this.isLooking = true;
    this.lookedAt = now;
    try {
      this.members = await treeOf(this.host.files, this.root);
    } finally {
      this.isLooking = false;
    }
  }
}

/** A process and all below it. */
export async function treeOf(
  files: Pick<Host['files'], 'list' | 'readTextSync'>,
  root: number,
): Promise<ReadonlySet<number>> {
  const found = new Set([root]);
  for (const pid of found) {
    if (found.size > MOST) break;
    const threads = (await files.list(`/proc/${pid}/task`)) ?? [];
    for (const { name } of threads) {
      const children = files.readTextSync(`/proc/${pid}/task/${name}/children`) ?? '';
      for (const child of children.split(' ')) if (/^\d+\s*$/.test(child)) found.add(Number(child));
    }
  }
  return found;
}

/** Fields 14 to 17: its own time and that of children it has waited for; the name, in brackets, may hold anything. */
function cpuTimeOf({ files }: Parts, pid: number): number | undefined {
  const fields = statOf(files, pid);
  const ticks = fields?.slice(11, 15).map(Number) ?? [];
  if (ticks.length < 4 || !ticks.every(Number.isFinite)) return undefined;
  return ticks.reduce((sum, one) => sum + one, 0) * MILLIS_PER_TICK;
}

/** Those after the name. */
function statOf(files: Pick<Host['files'], 'readTextSync'>, pid: number): readonly string[] | undefined {
  const text = files.readTextSync(`/proc/${pid}/stat`);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** Tells a process from a later one with the same number: when it started, in ticks. Null where nobody says. */
export function startOf(files: Pick<Host['files'], 'readTextSync'>, pid: number): string | null {
  return statOf(files, pid)?.[19] ?? null;
}
