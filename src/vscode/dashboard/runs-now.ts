/** The runs that go on now, for the status bar and the dashboard. */
import type { Range } from '../../core/units/quantity';
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

/** Its energy is as good as the sensors that are read now. */
export function runNow(run: CurrentRun, quality: RunNow['quality']): RunNow {
  const { script, startedBy, since, energy, isLowerBound, gapTime, estimate } = run;
  return { script, startedBy, since, energy, quality, isLowerBound, gapSeconds: gapTime / 1000, estimate };
}
