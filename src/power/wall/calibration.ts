/** Taking a reading of a plug meter beside the sensors, keeping it, and the line that all of them give. */
import { millis, watts, type Watts } from '../../core/units/quantity';
import type { Host } from '../../host/ports';
import type { Meter } from '../meter';
import type { Reading } from '../reading';
import { fitWall, isSame, type WallLine, type WallPoint } from './fit';
import { partsOf } from './reading';
import { forgetLine, pointLine, pointsOf } from './record';

/** Long enough for the means of sensors and plug meters to settle on the same load. */
export const TAKES = millis(20_000);
/** The load changed meanwhile: no one number of a plug meter belongs to such a stretch. */
const STEADY = 0.25;

export type Taken =
  { readonly point: WallPoint; readonly line: WallLine | { readonly why: string } } | { readonly why: string };

/** The readings of this machine in one file; `ready` makes the folder for it. */
export class WallCalibration {
  private points: readonly WallPoint[] = [];
  private fitted: WallLine | null = null;

  constructor(
    private readonly host: Pick<Host, 'files' | 'clock' | 'machine'>,
    private readonly path: string,
    private readonly ready: (path: string) => Promise<void>,
  ) {}

  async load(): Promise<void> {
    const text = await this.host.files.readText(this.path);
    this.keep(pointsOf(text ?? '', this.host.machine.hostname));
  }

  get line(): WallLine | null {
    return this.fitted;
  }

  /** `shown` is what the plug meter shows; `battery` takes the discharge of the battery for it. */
  async take(meter: Meter, shown: Watts | 'battery', signal: AbortSignal): Promise<Taken> {
    const readings = await readingsOf(meter, this.host.clock, signal);
    const point = pointFrom(readings, shown, this.host);
    if ('why' in point) return point;
    await this.ready(this.path);
    const isKept = await this.host.files.appendLine(this.path, pointLine(point));
    if (!isKept) return { why: `${this.path} cannot be written` };
    return { point, line: this.keep([...this.points, point]) };
  }

  /** False when it could not be written. */
  async forget(): Promise<boolean> {
    const { files, clock, machine } = this.host;
    if (this.points.length > 0 && !(await files.appendLine(this.path, forgetLine(machine.hostname, clock.wall()))))
      return false;
    this.keep([]);
    return true;
  }

  private keep(points: readonly WallPoint[]): WallLine | { readonly why: string } {
    this.points = points;
    const fitted = fitWall(points);
    this.fitted = 'why' in fitted ? null : fitted;
    return fitted;
  }
}

async function readingsOf(meter: Meter, clock: Host['clock'], signal: AbortSignal): Promise<readonly Reading[]> {
  const readings: Reading[] = [];
  const stop = meter.onReading((reading) => readings.push(reading));
  try {
    await clock.sleep(TAKES, signal);
  } finally {
    stop();
  }
  return readings;
}

/** Means over the readings; the reason, for people, where they say nothing. */
export function pointFrom(
  readings: readonly Reading[],
  shown: Watts | 'battery',
  { clock, machine }: Pick<Host, 'clock' | 'machine'>,
): WallPoint | { readonly why: string } {
  const parts = readings.map(({ devices }) => partsOf(devices));
  const known = parts.filter((one) => one !== null);
  const [first] = known;
  if (first === undefined || known.length < parts.length)
    return { why: 'the sensors do not know the power of every part' };
  if (known.some(({ sensors }) => !isSame(sensors, first.sensors))) return { why: 'the sensors changed meanwhile' };
  const powers = known.map((one) => one.watts);
  const mean = meanOf(powers);
  if (Math.max(...powers) - Math.min(...powers) > STEADY * mean) {
    return { why: 'the load changed too much meanwhile: take the reading while it is steady' };
  }
  const wall = shown === 'battery' ? dischargeOf(readings) : shown;
  if (wall === null) return { why: 'no battery feeds this machine now, or it does not say how much' };
  const about = {
    at: clock.wall(),
    host: machine.hostname,
    sensors: first.sensors,
    parts: watts(mean),
    wall,
  };
  return { ...about, meter: shown === 'battery' ? 'battery' : 'plug' };
}

function dischargeOf(readings: readonly Reading[]): Watts | null {
  const powers = readings.map(({ devices, total }) => {
    const isWhole = devices.some(
      ({ scope, isCounted, source }) => scope === 'system' && isCounted && source.startsWith('battery'),
    );
    return isWhole ? (total?.typical ?? null) : null;
  });
  const known = powers.filter((power) => power !== null);
  return known.length === 0 || known.length < powers.length ? null : watts(meanOf(known));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
