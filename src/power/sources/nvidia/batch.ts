/** Lines of one tick, gathered into the samples of all boards; knows which boards there were before. */
import type { Millis } from '../../../core/units/quantity';
import type { DeviceSample } from '../../types';
import type { GpuLine } from './parse';

/** A board that is not asked: it sleeps, or it is left alone so that it may. */
export interface LeftAlone {
  readonly address: string;
  readonly state: 'asleep' | 'unknown';
}

export class Batch {
  /** Set before each tick. */
  leftAlone: readonly LeftAlone[] = [];
  private readonly gathered = new Map<string, GpuLine>();
  /** Every board seen so far, as it was last described. */
  private readonly known = new Map<string, GpuLine>();

  get isEmpty(): boolean {
    return this.gathered.size === 0;
  }

  /** All boards have reported that did before. Never so in the first tick: nobody knows how many there are. */
  get isComplete(): boolean {
    const asked = this.asked();
    return asked.length > 0 && asked.every(({ uuid }) => this.gathered.has(uuid));
  }

  has(line: GpuLine): boolean {
    return this.gathered.has(line.uuid);
  }

  add(line: GpuLine): void {
    this.gathered.set(line.uuid, line);
  }

  /** A board that fell silent stays, as unknown. */
  take(at: Millis): readonly DeviceSample[] {
    for (const [uuid, line] of this.gathered) this.known.set(uuid, line);
    const asked = this.asked().map((line) => sampleOf(line, this.gathered.get(line.uuid)?.watts ?? null, at));
    this.gathered.clear();
    return [...asked, ...this.leftAlone.map((board) => this.sampleLeftAlone(board, at))];
  }

  private asked(): readonly GpuLine[] {
    const alone = new Set(this.leftAlone.map(({ address }) => address));
    return [...this.known.values()].filter(({ busId }) => busId === null || !alone.has(busId));
  }

  private sampleLeftAlone({ address, state }: LeftAlone, at: Millis): DeviceSample {
    const before = [...this.known.values()].find(({ busId }) => busId === address);
    const label = before?.name ?? `NVIDIA GPU ${address}`;
    return { ...blank, device: before?.uuid ?? `pci-${address}`, label, watts: null, state, at };
  }
}

const blank = { source: 'nvidia', scope: 'gpu', quality: 'measured', range: null } as const;

function sampleOf(line: GpuLine, watts: DeviceSample['watts'], at: Millis): DeviceSample {
  const label = line.isSplit ? `${line.name} (whole board, split by MIG)` : line.name;
  return { ...blank, device: line.uuid, label, watts, state: watts === null ? 'unknown' : 'on', at };
}
