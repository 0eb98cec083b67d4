/** When an idle board that could sleep is left alone for a while, since asking for its power keeps it awake. */
import { millis, type Millis } from '../../../core/units/quantity';
import type { Host } from '../../../host/ports';
import type { LeftAlone } from './batch';
import { isAsleep, type PciGpu } from './devices';
import type { GpuLine } from './parse';

/** Idle for so long, a board is given the chance to sleep; the first time and, doubling, the last. */
const IDLE_FIRST = 60_000;
const IDLE_LAST = 16 * IDLE_FIRST;
/** Longer than the kernel and the driver take to suspend an unused board. */
const REST = 30_000;

interface Idleness {
  since: Millis | null;
  restUntil: Millis;
  /** Grows while rests do not lead to sleep: something else keeps the board awake, and asking costs nothing more. */
  patience: number;
}

export class Rests {
  private readonly boards = new Map<string, Idleness>();

  constructor(
    private readonly host: Host,
    readonly gpus: readonly PciGpu[],
  ) {
    for (const { address, maySleep } of gpus) {
      if (maySleep) this.boards.set(address, { since: null, restUntil: millis(0), patience: IDLE_FIRST });
    }
  }

  /** Boards that are not to be asked now. */
  leftAlone(): readonly LeftAlone[] {
    const now = this.host.clock.now();
    const alone: LeftAlone[] = [];
    for (const gpu of this.gpus) {
      const idleness = this.boards.get(gpu.address);
      if (!idleness) continue;
      if (isAsleep(this.host, gpu)) {
        idleness.patience = IDLE_FIRST;
        alone.push({ address: gpu.address, state: 'asleep' });
      } else if (now < idleness.restUntil) alone.push({ address: gpu.address, state: 'unknown' });
    }
    return alone;
  }

  /** Notes what a board does; an unknown utilization is no sign of idleness. */
  observe(line: GpuLine): void {
    const idleness = line.busId === null ? undefined : this.boards.get(line.busId);
    if (!idleness) return;
    const now = this.host.clock.now();
    if (line.utilization !== 0) {
      Object.assign(idleness, { since: null, patience: IDLE_FIRST });
      return;
    }
    idleness.since ??= now;
    if (now - idleness.since < idleness.patience) return;
    const patience = Math.min(IDLE_LAST, idleness.patience * 2);
    Object.assign(idleness, { since: null, restUntil: millis(now + REST), patience });
  }
}
