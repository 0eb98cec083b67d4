/** What the readings of this window add up to: the last minutes for the chart, and with the history the energy of today. */
import type { Intensity } from '../../core/estimate/types';
import type { Reading } from '../../power/reading';
import type { Amount, Trail } from '../../webview/messages';
import { HistoryFile } from '../dashboard/history-file';
import type { ListedHistory } from '../dashboard/run-list';
import { LiveStretches } from '../dashboard/stretches';
import { todayOf } from '../dashboard/sums';
import { dayOf, type GridFigure, type Stretch } from '../dashboard/timeline';
import { PowerTrail } from '../dashboard/trail';
import type { RunRecord } from '../dashboard/records';

/** A run may have ended in another window; asking costs one look at the file's date. */
const LOOK_EVERY_MS = 15_000;
const SUM_EVERY_MS = 5000;

export class PowerDay {
  readonly #live = new LiveStretches();
  readonly #trail = new PowerTrail();
  readonly #file: HistoryFile;
  #ofToday: readonly RunRecord[] = [];
  #lookedAt = Number.NEGATIVE_INFINITY;
  #sum: { readonly at: number; readonly amount: Amount | null } | undefined;
  #grid: GridFigure | null = null;

  /** `history` is the path of the file; `problem` hears once why it cannot be read. */
  constructor(
    history: string,
    private readonly problem: (error: unknown) => void,
  ) {
    this.#file = new HistoryFile(history);
  }

  add(reading: Reading, intensity: Intensity | undefined): void {
    this.#grid = sameGrid(this.#grid, intensity);
    this.#trail.add(reading);
    this.#live.add(reading, this.#grid);
    if (reading.at - this.#lookedAt >= LOOK_EVERY_MS || reading.at < this.#lookedAt) void this.#look(reading.at);
  }

  /** The meter is another one from now on. */
  restart(): void {
    this.#live.restart();
  }

  /** `now` is the wall clock. */
  today(now: number): Amount | null {
    const known = this.#sum;
    if (known && now - known.at < SUM_EVERY_MS && now >= known.at) return known.amount;
    const amount = todayOf(this.#ofToday, this.#live.all, now);
    this.#sum = { at: now, amount };
    return amount;
  }

  get trail(): Trail {
    return this.#trail.message();
  }

  get stretches(): readonly Stretch[] {
    return this.#live.all;
  }

  history(): Promise<ListedHistory> {
    return this.#file.read();
  }

  async #look(at: number): Promise<void> {
    this.#lookedAt = at;
    try {
      const { records } = await this.#file.read();
      const { start } = dayOf(at);
      this.#ofToday = records.filter(({ end }) => end > start);
      this.#sum = undefined;
    } catch (error) {
      this.problem(error);
    }
  }
}

/** The same object as long as it says the same, so that stretches of one grid can be joined. */
function sameGrid(known: GridFigure | null, intensity: Intensity | undefined): GridFigure | null {
  if (!intensity) return null;
  const { value, zone, year } = intensity;
  return known?.value === value && known.zone === zone && known.year === year ? known : { value, zone, year };
}
