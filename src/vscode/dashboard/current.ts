/** The runs that go on now as the page shows them. */
import type { Intensity } from '../../core/estimate/types';
import { mapRange } from '../../core/units/range';
import type { Running } from '../../webview/messages';
import { gridOf } from './live-view';
import type { RunNow } from './runs-now';

export function runningMessage(runs: readonly RunNow[], intensity: Intensity | undefined, now: number): Running {
  return {
    type: 'current',
    grid: gridOf(intensity),
    runs: runs.map((run) => ({
      ...run,
      hours: Math.max(0, now - run.since) / 3_600_000,
      emissions: run.energy && intensity ? mapRange(run.energy, (energy) => energy * intensity.value) : null,
    })),
  };
}
