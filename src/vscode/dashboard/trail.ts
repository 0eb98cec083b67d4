/** The power of the last minutes, device by device, for the chart; kept in the extension because the page comes and goes. */
import type { Reading } from '../../power/reading';
import type { Trail } from '../../webview/messages';

/** A point every two seconds for a quarter of an hour; slower readings reach further back. */
const MOST_POINTS = 450;
const CLOSEST = 2000;
const LONGEST = 3_600_000;

interface Point {
  readonly at: number;
  readonly total: number | null;
  readonly devices: ReadonlyMap<string, number | null>;
}

export class PowerTrail {
  #points: Point[] = [];
  readonly #known = new Map<string, Trail['devices'][number]>();

  /** While the meter rests, nothing is known, and the chart shows that as a gap. */
  add({ at, state, total, devices }: Pick<Reading, 'at' | 'state' | 'total' | 'devices'>): void {
    const last = this.#points.at(-1);
    if (last && at - last.at < CLOSEST && at >= last.at) return;
    for (const { source, device, label, quality } of devices) {
      const id = `${source}/${device}`;
      this.#known.set(id, { id, label, quality });
    }
    const isRunning = state === 'running';
    const watts = new Map(
      devices.map(({ source, device, watts }) => [`${source}/${device}`, isRunning ? watts : null]),
    );
    this.#points.push({ at, total: isRunning ? (total?.typical ?? null) : null, devices: watts });
    this.#points = this.#points.filter((point) => at - point.at < LONGEST && point.at <= at).slice(-MOST_POINTS);
  }

  message(): Trail {
    const devices = [...this.#known.values()].filter(({ id }) => this.#points.some((point) => point.devices.has(id)));
    const rows = this.#points.map(({ at, total, devices: watts }) => ({
      at,
      total,
      watts: devices.map(({ id }) => watts.get(id) ?? null),
    }));
    return { type: 'trail', devices, rows };
  }
}
