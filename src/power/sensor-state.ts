/** What is known of the sensors of a machine: which were found, which run, which fail; whoever reads them. */
import { groupsOf, statusOf, unmeasured, type Group, type Rung, type SourceStatus } from './ladder';
import { SCOPE_NAMES, type PowerSource } from './types';

export class SensorState {
  private found: readonly Rung[] = [];
  private grouped: readonly Group[] = [];
  private changes = 0;
  private readonly running = new Set<string>();
  /** Why each source that is down is so. */
  private readonly failing = new Map<string, string>();
  private readonly reported = new Set<string>();

  get rungs(): readonly Rung[] {
    return this.found;
  }

  set rungs(rungs: readonly Rung[]) {
    this.found = rungs;
    this.grouped = groupsOf(rungs);
    this.changes += 1;
  }

  get groups(): readonly Group[] {
    return this.grouped;
  }

  /** Another one whenever something has changed. */
  get version(): number {
    return this.changes;
  }

  get faults(): ReadonlyMap<string, string> {
    return this.failing;
  }

  get runs(): ReadonlySet<string> {
    return this.running;
  }

  get spoken(): ReadonlySet<string> {
    return this.reported;
  }

  started(id: string): void {
    this.running.add(id);
    this.changes += 1;
  }

  stopped(id: string): void {
    this.running.delete(id);
    this.failing.delete(id);
    this.changes += 1;
  }

  /** It has said something, or failed. */
  spoke(id: string): void {
    if (this.reported.has(id)) return;
    this.reported.add(id);
    this.changes += 1;
  }

  failed(id: string, why: string): void {
    this.spoke(id);
    this.failing.set(id, why);
    this.changes += 1;
  }

  /** Whether it was down. */
  recovered(id: string): boolean {
    const wasDown = this.failing.delete(id);
    if (wasDown) this.changes += 1;
    return wasDown;
  }

  /** Nothing runs any more. */
  rest(): void {
    for (const set of [this.running, this.failing, this.reported]) set.clear();
    this.changes += 1;
  }

  /** Every source that runs has spoken or failed at least once. */
  get hasReported(): boolean {
    return [...this.running].every((id) => this.reported.has(id));
  }

  /** Draws power, but nobody knows how much: "NVIDIA GPU: no sensor", "GPU: starting (nvidia-smi)". */
  get missing(): readonly string[] {
    const starting = this.grouped
      .flatMap((group) => group.slice(0, 1))
      // What measures the whole machine adds nothing to its parts.
      .filter(({ source: { id, scope } }) => scope !== 'system' && this.running.has(id) && !this.reported.has(id))
      .map(({ source: { name, scope } }) => `${SCOPE_NAMES[scope]}: starting (${name})`);
    return [...unmeasured(this.found).map((name) => `${name}: no sensor`), ...starting];
  }

  /** For each component the source to believe now: the best that has not failed and has something to say. */
  serving(hasSamples: (id: string) => boolean): readonly PowerSource[] {
    return this.grouped.flatMap((group) => {
      const able = group.find(({ source: { id } }) => this.running.has(id) && !this.failing.has(id) && hasSamples(id));
      return able ? [able.source] : group.slice(0, 1).map(({ source }) => source);
    });
  }

  statuses(): readonly SourceStatus[] {
    return this.found.map((rung) => statusOf(rung, this.groupOf(rung.source), this.running, this.failing));
  }

  groupOf(source: PowerSource): Group | undefined {
    return this.grouped.find((group) => group.some((rung) => rung.source === source));
  }
}
