/** Follows one run on the meter, from its start, or from what was kept of it before a reload, to its line in the history. */
import type { HistoryLine } from '../../core/estimate/calibration/import/history-line';
import {
  joulesToKilowattHours,
  millis,
  watts,
  type Joules,
  type Millis,
  type Range,
  type Watts,
} from '../../core/units/quantity';
import { mapRange } from '../../core/units/range';
import type { Host } from '../../host/ports';
import type { Measurement, Meter } from '../meter';
import type { DeviceReading, Reading } from '../reading';
import { RunAttribution } from './attribution';
import { aboveIdle, lineOf } from './line';
import { SHORTEST_RUN_MS, type CurrentRun, type RunDevice, type RunEnergy, type RunStart, type RunState } from './run';
import type { RunSubject } from './subject';
import { joined, lineGap, NOTHING, withEnds, withGap } from './run-energy';

type Watched = Pick<Meter, 'measure' | 'onReading' | 'interval'>;

export interface TrackerParts {
  readonly host: Host;
  readonly meter: Watched;
}

/** A start that is told this late was not watched. */
const AT_ONCE_MS = 1000;

export class RunTracker {
  private readonly measurement: Measurement;
  private readonly attribution: RunAttribution | null;
  private readonly known = new Map<string, Omit<RunDevice, 'joules'>>();
  private readonly opened: { readonly at: Millis; readonly wall: Millis };
  private readonly stop: () => void;
  private first: Mark | null = null;
  private last: Mark | null = null;
  private ended: { readonly energy: RunEnergy; readonly until: Millis } | null = null;

  private constructor(
    private readonly parts: TrackerParts,
    private start: RunStart,
    private readonly idle: Range<Watts> | null,
    private readonly carried: RunEnergy,
    attributed: RunState['attributed'],
  ) {
    const { host, meter } = parts;
    this.opened = { at: host.clock.now(), wall: host.clock.wall() };
    this.measurement = meter.measure();
    this.attribution = start.pid === null ? null : new RunAttribution(host, start.pid, attributed);
    this.stop = meter.onReading((reading) => this.take(reading));
  }

  /** `idle` is the draw of the quiet minute before. Time since the start that nobody watched is a gap. */
  static begin(parts: TrackerParts, start: RunStart, idle: Range<Watts> | null): RunTracker {
    const missed = parts.host.clock.wall() - start.at;
    const before = missed > AT_ONCE_MS ? withGap(NOTHING, start.at, missed, 'not watched yet') : NOTHING;
    return new RunTracker(parts, start, idle, before, null);
  }

  /** The time since the state was taken becomes a gap, for this reason. */
  static resume(parts: TrackerParts, state: RunState, reason: string): RunTracker {
    const { start, until, energy, idle, attributed } = state;
    const missed = Math.max(0, parts.host.clock.wall() - until);
    return new RunTracker(parts, start, idle, withGap(energy, until, missed, reason), attributed);
  }

  get id(): string {
    return this.start.id;
  }

  /** Root of its tree of processes; null where nobody says. */
  get pid(): number | null {
    return this.start.pid;
  }

  /** What has turned out about it meanwhile. */
  know(subject: RunSubject): void {
    this.start = { ...this.start, ...subject };
  }

  get current(): CurrentRun {
    const { id, startedBy, script, estimate, at } = this.start;
    const energy = this.energy();
    const isKnown = energy.covered > 0 && energy.elapsed >= SHORTEST_RUN_MS;
    const above = isKnown ? aboveIdle(energy, this.idle) : null;
    return {
      ...{ id, startedBy, script, estimate, since: at, elapsed: energy.elapsed },
      energy: isKnown ? mapRange(energy.joules, joulesToKilowattHours) : null,
      aboveIdle: above && mapRange(above, joulesToKilowattHours),
      idleWatts: this.idle?.typical ?? null,
      isLowerBound: energy.partly > 0,
      gapTime: energy.gapTime,
    };
  }

  /** What a later tracker needs to go on. */
  state(): RunState {
    return {
      start: this.start,
      until: this.parts.host.clock.wall(),
      energy: this.energy(),
      idle: this.idle,
      attributed: this.attribution?.state() ?? null,
    };
  }

  /** The process has ended: nothing is counted from here on. */
  stopCounting(): void {
    if (this.ended !== null) return;
    this.attribution?.add(this.devices().filter(({ counted }) => counted));
    this.ended = { energy: this.energy(), until: this.parts.host.clock.wall() };
    this.dispose();
  }

  /** `exit` is null where the end was not seen. The tracker is over. */
  end(exit: number | null): HistoryLine {
    this.stopCounting();
    const { energy, until } = this.ended ?? { energy: this.energy(), until: this.parts.host.clock.wall() };
    const attribution = this.attribution?.result() ?? null;
    return lineOf({
      start: this.start,
      until,
      energy,
      idle: this.idle,
      attribution,
      exit,
    });
  }

  dispose(): void {
    this.stop();
    this.measurement.close();
  }

  private take({ devices }: Reading): void {
    for (const device of devices) this.notice(device);
    this.mark();
    this.attribution?.add(this.devices().filter(({ counted }) => counted));
  }

  /** Remembers the first reading that had energy, and the latest that had more. */
  private mark(): void {
    const { covered, gapTime, joules } = this.measurement.energy();
    const passed = covered + gapTime;
    if (covered === 0 || passed === this.last?.passed) return;
    const { clock } = this.parts.host;
    const since = this.last ?? { covered: 0, joules: null };
    const power = powerBetween(since.joules, joules, covered - since.covered) ?? this.last?.power ?? null;
    this.last = { at: clock.now(), wall: clock.wall(), passed, covered, joules, power };
    this.first ??= this.last;
  }

  /** Counted once is counted: at the end a sensor may just be silent. */
  private notice({ source, device, label, scope, sensor, quality, isCounted }: DeviceReading): void {
    const key = `${source}/${device}`;
    const counted = isCounted || (this.known.get(key)?.counted ?? false);
    this.known.set(key, { source, device, label, scope, sensor, quality, counted });
  }

  private devices(): readonly RunDevice[] {
    return this.measurement.byDevice().flatMap(({ source, device, joules, covered }) => {
      const known = this.known.get(`${source}/${device}`);
      return known && covered > 0 ? [{ ...known, joules }] : [];
    });
  }

  private energy(): RunEnergy {
    const { joules, covered, partly, gaps, gapTime } = this.measurement.energy();
    const devices = this.devices();
    const counted = { joules, covered, partly, gaps: gaps.map(lineGap), gapTime, devices };
    const stretch: RunEnergy = { ...counted, elapsed: millis(covered + gapTime) };
    return joined(this.carried, withEnds(stretch, this.ends(covered + gapTime), this.parts.meter.interval()));
  }

  /** Both ends of what the samples span; the way from a sample to its reading is as long at either. */
  private ends(passed: number): Parameters<typeof withEnds>[1] {
    const now = this.parts.host.clock.now();
    const { first, last, opened } = this;
    if (first === null || last === null) {
      return [{ from: opened.wall, lasted: Math.max(0, now - opened.at - passed), power: null }];
    }
    const before = Math.max(0, first.at - first.passed - opened.at);
    const after = Math.max(0, now - last.at - (passed - last.passed));
    return [
      { from: opened.wall, lasted: before, power: first.power },
      { from: last.wall, lasted: after, power: last.power },
    ];
  }
}

/** What had been counted at a reading. */
interface Mark {
  /** Monotonic clock. */
  readonly at: Millis;
  readonly wall: Millis;
  /** Covered time and gaps. */
  readonly passed: number;
  readonly covered: Millis;
  readonly joules: Range<Joules>;
  /** Since the mark before. */
  readonly power: Range<Watts> | null;
}

function powerBetween(before: Range<Joules> | null, now: Range<Joules>, covered: number): Range<Watts> | null {
  if (covered <= 0) return null;
  const power = (end: 'low' | 'typical' | 'high'): Watts => watts(((now[end] - (before?.[end] ?? 0)) * 1000) / covered);
  return { low: power('low'), typical: power('typical'), high: power('high') };
}
