/** The runs that go on now, for the status bar and the dashboard. */
import type { Range } from '../../core/units/quantity';
import type { Meter } from '../../power/meter';
import type { CurrentRun } from '../../power/runs/run';
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
  /** Time for which no energy was counted. */
  readonly gapSeconds: number;
  /** What was estimated from the code before it began; null where nothing was. */
  readonly estimate: Current['estimate'];
}

/** Who knows what runs now. */
export interface CurrentRuns {
  current(): readonly RunNow[];
}

/** Its energy is as good as the sensors that `meter` reads now. */
export function runNow(run: CurrentRun, meter: Meter | undefined): RunNow {
  const { script, startedBy, since, energy, isLowerBound, gapTime, estimate } = run;
  const quality = meter?.snapshot().quality ?? 'unknown';
  return { script, startedBy, since, energy, quality, isLowerBound, gapSeconds: gapTime / 1000, estimate };
}
