/** What measures this machine, put together: the status bar item, the runs that it follows, and the dashboard that shows both. */
import type { Uri } from 'vscode';
import { historyFile } from '../host/state';
import type { AnalysisEnvironment } from './configuration/environment';
import { DashboardDoor } from './dashboard/door';
import { runNow, type RunNow } from './dashboard/runs-now';
import type { Disposables } from './disposables';
import type { Analyser } from './documents/analyser';
import type { EngineLoader } from './engine-loader';
import type { MeasuredRuns } from './estimates/measured-runs';
import { loadCore } from './lazy/load';
import type { Log } from './log';
import type { Pages } from './pages/pages';
import { WindowIntensity } from './power/intensity';
import { PowerItem } from './power/item';
import { runPorts } from './runs/analysis';
import { RunWatch } from './runs/watch';

export interface MeasuringParts {
  readonly extension: Uri;
  readonly analyser: Analyser;
  readonly engine: EngineLoader;
  readonly environment: AnalysisEnvironment;
  readonly measured: MeasuredRuns;
  readonly pages: Pages;
  readonly log: Log;
}

export interface Measuring {
  readonly power: PowerItem;
  readonly runs: RunWatch;
  readonly dashboard: DashboardDoor;
}

/** Everything that is made here is disposed with `disposables`. */
export function startMeasuring(parts: MeasuringParts, disposables: Disposables): Measuring {
  const { extension, analyser, environment, pages, log } = parts;
  const intensity = disposables.add(new WindowIntensity(environment, log));
  const power: PowerItem = disposables.add(
    new PowerItem({
      intensity: () => intensity.current,
      runs: ({ quality }): readonly RunNow[] => runs.current.map((run) => runNow(run, quality)),
      pages,
      log,
    }),
  );
  const runs: RunWatch = disposables.add(new RunWatch(runPorts({ ...parts, power })));
  disposables.add(intensity.onDidChange(() => power.refresh()));
  disposables.add(runs.onDidChange(() => power.refresh()));
  const history = historyFile(process.env);
  const sources = { extension, power, analyser, intensity, core: loadCore, history, log };
  return { power, runs, dashboard: disposables.add(new DashboardDoor(sources)) };
}
