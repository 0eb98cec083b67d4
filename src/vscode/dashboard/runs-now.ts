/** The runs that go on now, as whoever measures them tells. */
import type { Range } from '../../core/units/quantity';
import type { Current } from '../../webview/messages';

/** Energies in kWh; `since` on the wall clock in milliseconds. */
export interface RunNow {
  readonly script: string | null;
  /** "terminal", "task", "debugger", "notebook", "command line". */
  readonly startedBy: string;
  readonly since: number;
  /** Null until a sensor has answered. */
  readonly energy: Range | null;
  readonly quality: Current['quality'];
  readonly isLowerBound: boolean;
  readonly gaps: number;
  /** What was estimated from the code before it began; null where nothing was. */
  readonly estimate: Current['estimate'];
}

/** Who knows what runs now. */
export interface CurrentRuns {
  current(): readonly RunNow[];
}

export const noCurrentRuns: CurrentRuns = { current: () => [] };
