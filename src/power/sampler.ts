/** Runs the best source of every component, and the next best while it fails. */
import type { Millis } from '../core/units/quantity';
import type { Clock, Host } from '../host/ports';
import {
  groupsOf,
  intervalOf,
  probeAll,
  statusOf,
  unmeasured,
  type Group,
  type Rung,
  type SourceStatus,
} from './ladder';
import { Supervisor } from './supervisor';
import { SCOPE_NAMES, type DeviceSample, type PowerSource } from './types';

export interface SamplerHooks {
  /** Wanted by whoever looks; a slow sensor may be slower. */
  interval(): Millis;
  samples(source: PowerSource, samples: readonly DeviceSample[], cadence: Millis): void;
  /** Its devices are unknown from now on. */
  lost(source: PowerSource, devices: readonly string[]): void;
  log(message: string): void;
}

export class Sampler {
  private rungs: readonly Rung[] = [];
  private groups: readonly Group[] = [];
  private readonly supervisors = new Map<string, Supervisor>();
  /** Why each source that is down is so. */
  private readonly failing = new Map<string, string>();
  private readonly reported = new Set<string>();

  /** `host` is handed to the sources, `clock` times them. */
  constructor(
    private readonly sources: readonly PowerSource[],
    private readonly host: Host,
    private readonly clock: Clock,
    private readonly hooks: SamplerHooks,
  ) {}

  async probe(signal: AbortSignal): Promise<void> {
    this.rungs = await probeAll(this.sources, this.host, signal);
    this.groups = groupsOf(this.rungs);
    for (const { source, found } of this.rungs) {
      this.hooks.log(`${source.name}: ${found.available ? found.devices.join(', ') : found.why}`);
    }
  }

  begin(): void {
    for (const [best] of this.groups) if (best) this.run(best);
  }

  end(): void {
    for (const supervisor of this.supervisors.values()) supervisor.stop();
    this.supervisors.clear();
    this.failing.clear();
    this.reported.clear();
  }

  /** Every source that runs has spoken or failed at least once. */
  get hasReported(): boolean {
    return [...this.supervisors.keys()].every((id) => this.reported.has(id));
  }

  interval(): Millis {
    return this.hooks.interval();
  }

  /** Draws power, but nobody knows how much: "NVIDIA GPU: no sensor", "GPU: starting (nvidia-smi)". */
  get missing(): readonly string[] {
    const starting = this.groups
      .flatMap((group) => group.slice(0, 1))
      // What measures the whole machine adds nothing to its parts.
      .filter(({ source: { id, scope } }) => scope !== 'system' && this.supervisors.has(id) && !this.reported.has(id))
      .map(({ source: { name, scope } }) => `${SCOPE_NAMES[scope]}: starting (${name})`);
    return [...unmeasured(this.rungs).map((name) => `${name}: no sensor`), ...starting];
  }

  /** For each component the source to believe now: the best that has not failed and has something to say. */
  serving(hasSamples: (id: string) => boolean): readonly PowerSource[] {
    return this.groups.flatMap((group) => {
      const able = group.find(
        ({ source: { id } }) => this.supervisors.has(id) && !this.failing.has(id) && hasSamples(id),
      );
      return able ? [able.source] : group.slice(0, 1).map(({ source }) => source);
    });
  }

  statuses(): readonly SourceStatus[] {
    const running = new Set(this.supervisors.keys());
    return this.rungs.map((rung) => statusOf(rung, this.groupOf(rung.source), running, this.failing));
  }

  private run({ source }: Rung): void {
    if (this.supervisors.has(source.id)) return;
    const interval = (): Millis => intervalOf(source, this.hooks.interval());
    const supervisor = new Supervisor(source, this.host, this.clock, interval, {
      samples: (of, samples) => {
        this.reported.add(of.id);
        this.hooks.samples(of, samples, interval());
      },
      down: (of, why) => this.goDown(of, why),
      up: (of) => this.goUp(of),
    });
    this.supervisors.set(source.id, supervisor);
  }

  private goDown(source: PowerSource, why: string): void {
    this.reported.add(source.id);
    this.failing.set(source.id, why);
    this.hooks.log(`${source.name} fails: ${why}`);
    const group = this.groupOf(source) ?? [];
    const rung = group.find((of) => of.source === source);
    this.hooks.lost(source, rung?.found.available ? rung.found.devices : []);
    const next = group.find(({ source: { id } }) => !this.failing.has(id));
    if (next) this.run(next);
  }

  /** Stand-ins of a source that works again are not needed any more. */
  private goUp(source: PowerSource): void {
    if (this.failing.delete(source.id)) this.hooks.log(`${source.name} works again`);
    const group = this.groupOf(source) ?? [];
    const worse = group.slice(group.findIndex((rung) => rung.source === source) + 1);
    for (const { source: standIn } of worse) {
      this.supervisors.get(standIn.id)?.stop();
      this.supervisors.delete(standIn.id);
      this.failing.delete(standIn.id);
    }
  }

  private groupOf(source: PowerSource): Group | undefined {
    return this.groups.find((group) => group.some((rung) => rung.source === source));
  }
}
