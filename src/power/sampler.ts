/** Runs the best source of every component, and the next best while it fails. */
import type { Millis } from '../core/units/quantity';
import { intervalOf, probeAll, type Rung, type SourceStatus } from './ladder';
import type { Sampling, SamplingParts } from './sampling';
import { SensorState } from './sensor-state';
import { Supervisor } from './supervisor';
import type { PowerSource } from './types';

export class Sampler implements Sampling {
  readonly state = new SensorState();
  private readonly supervisors = new Map<string, Supervisor>();

  constructor(private readonly parts: SamplingParts) {}

  async probe(signal: AbortSignal): Promise<void> {
    const { sources, host, hooks } = this.parts;
    this.state.rungs = await probeAll(sources, host, signal);
    for (const { source, found } of this.state.rungs) {
      hooks.log(`${source.name}: ${found.available ? found.devices.join(', ') : found.why}`);
    }
  }

  begin(): void {
    for (const [best] of this.state.groups) if (best) this.run(best);
  }

  end(): void {
    for (const supervisor of this.supervisors.values()) supervisor.stop();
    this.supervisors.clear();
    this.state.rest();
  }

  dispose(): void {
    this.end();
  }

  get hasReported(): boolean {
    return this.state.hasReported;
  }

  get missing(): readonly string[] {
    return this.state.missing;
  }

  interval(): Millis {
    return this.parts.hooks.interval();
  }

  /** The sources ask for the interval themselves, and their waits were ended. */
  hasteGrew(): void {
    return;
  }

  serving(hasSamples: (id: string) => boolean): readonly PowerSource[] {
    return this.state.serving(hasSamples);
  }

  statuses(): readonly SourceStatus[] {
    return this.state.statuses();
  }

  private run({ source }: Rung): void {
    if (this.supervisors.has(source.id)) return;
    const { host, clock, hooks } = this.parts;
    const interval = (): Millis => intervalOf(source, hooks.interval());
    const supervisor = new Supervisor(source, host, clock, interval, {
      samples: (of, samples) => {
        this.state.spoke(of.id);
        hooks.samples(of, samples, interval());
      },
      down: (of, why) => this.goDown(of, why),
      up: (of) => this.goUp(of),
    });
    this.supervisors.set(source.id, supervisor);
    this.state.started(source.id);
  }

  private goDown(source: PowerSource, why: string): void {
    const { hooks } = this.parts;
    this.state.failed(source.id, why);
    hooks.log(`${source.name} fails: ${why}`);
    const group = this.state.groupOf(source) ?? [];
    const rung = group.find((of) => of.source === source);
    hooks.lost(source, rung?.found.available ? rung.found.devices : []);
    const next = group.find(({ source: { id } }) => !this.state.faults.has(id));
    if (next) this.run(next);
  }

  /** Stand-ins of a source that works again are not needed any more. */
  private goUp(source: PowerSource): void {
    if (this.state.recovered(source.id)) this.parts.hooks.log(`${source.name} works again`);
    const group = this.state.groupOf(source) ?? [];
    const worse = group.slice(group.findIndex((rung) => rung.source === source) + 1);
    for (const { source: standIn } of worse) {
      this.supervisors.get(standIn.id)?.stop();
      if (this.supervisors.delete(standIn.id)) this.state.stopped(standIn.id);
    }
  }
}
