/** A run in progress as plain data: what it is, what of it is shown while it goes on, and what is kept over a reload of the window. */
import type {
  HistoryLine,
  LineDevice,
  LineEstimate,
  LineGap,
  RunDetails,
} from '../../core/estimate/calibration/import/history-line';
import type { Joules, KilowattHours, Millis, Range, Watts } from '../../core/units/quantity';
import type { Attributed } from './attribution';

/** Below this the sensors see too little of a run (estimation of GPU power needs 5 s and more, arXiv 2312.02741). */
export const SHORTEST_RUN_MS = 5000;

/** What is known when it begins. */
export interface RunStart extends Pick<HistoryLine, 'script' | 'commit' | 'workload' | 'machine' | 'intensity'> {
  readonly id: string;
  readonly startedBy: RunDetails['startedBy'];
  readonly estimate: LineEstimate | null;
  /** Root of the tree of processes that the run is; null where nobody says. */
  readonly pid: number | null;
  /** Wall clock. */
  readonly at: Millis;
}

/** For tooltips and the dashboard, at every reading. */
export interface CurrentRun extends Pick<RunStart, 'id' | 'startedBy' | 'script' | 'estimate'> {
  /** Wall clock. */
  readonly since: Millis;
  /** Gaps included. */
  readonly elapsed: Millis;
  /** Null while no sensor has answered, and below `SHORTEST_RUN_MS`. */
  readonly energy: Range<KilowattHours> | null;
  /** Null without a quiet minute before the run. */
  readonly aboveIdle: Range<KilowattHours> | null;
  readonly idleWatts: Watts | null;
  /** Something that draws power is unknown, so that the energy is a lower bound. */
  readonly isLowerBound: boolean;
  /** Time for which no energy was counted. */
  readonly gapTime: Millis;
}

/** A device as in the history, with the energy not yet rounded. */
export interface RunDevice extends Omit<LineDevice, 'energy'> {
  readonly source: string;
  readonly device: string;
  readonly joules: Range<Joules>;
}

/** What was counted until some moment. */
export interface RunEnergy {
  readonly joules: Range<Joules>;
  /** Time for which energy was counted. */
  readonly covered: Millis;
  /** Part of it in which something that draws power was unknown. */
  readonly partly: Millis;
  /** Latest ones. */
  readonly gaps: readonly LineGap[];
  readonly gapTime: Millis;
  /** From the start, gaps included. */
  readonly elapsed: Millis;
  readonly devices: readonly RunDevice[];
}

/** Plain, so that it can be written as JSON. */
export interface RunState {
  readonly start: RunStart;
  /** Wall clock of when this was taken. */
  readonly until: Millis;
  readonly energy: RunEnergy;
  readonly idle: Range<Watts> | null;
  readonly attributed: Attributed | null;
}
