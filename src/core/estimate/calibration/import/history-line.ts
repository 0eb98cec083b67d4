/**
 * The history: one JSON object a line, appended by `carbon-hints run` and by the editor. This is the place that defines it. A line
 * holds what a later estimate needs and no more: no user, no host name, no arguments, no absolute path.
 */
import type { PowerScope, RunFacts } from '../measured';

/** Raised when a reader of the version before would misread a line; fields may be added without. */
export const HISTORY_SCHEMA = 1;

/** 80 %; equal ends where everything was measured. */
export interface EnergyRange {
  readonly unit: 'kWh';
  readonly low: number;
  readonly typical: number;
  readonly high: number;
}

/** A stretch of the run for which no energy was counted. */
export interface LineGap {
  /** ISO 8601. */
  readonly from: string;
  readonly seconds: number;
  /** "silence", "clock jump", "unknown", "asleep", "window reload", "meter restarted", "not watched yet". */
  readonly reason: string;
}

/** One device over the run; whether it is counted in the total is said, because a whole-machine sensor contains the others. */
export interface LineDevice {
  readonly label: string;
  readonly scope: 'system' | 'cpu' | 'gpu' | 'memory';
  /** As shown: "RAPL powercap". */
  readonly sensor: string;
  readonly quality: 'measured' | 'modelled';
  readonly energy: EnergyRange;
  readonly counted: boolean;
}

/** What was estimated before the run from the code, for the comparison. */
export interface LineEstimate {
  readonly hours: { readonly low: number; readonly typical: number; readonly high: number };
  readonly energy: EnergyRange;
  readonly confidence: 'calibrated' | 'prior';
}

/** What a run of ours knows beyond `HistoryLine`'s first form; lines of that form have none of it. */
export interface RunDetails {
  /** Unique among the lines of all machines. */
  readonly id: string;
  readonly startedBy: 'command line' | 'terminal' | 'task' | 'debugger' | 'notebook';
  /** Time for which energy was counted, and what was missed. */
  readonly coveredHours: number;
  readonly gaps: readonly LineGap[];
  readonly devices: readonly LineDevice[];
  /** Draw of the machine in the quiet minute before, watts; null where there was none. */
  readonly idleWatts: number | null;
  /** Energy above `idleWatts`; null without it. */
  readonly aboveIdle: EnergyRange | null;
  /** Share of the process tree of the run; null where the energy is that of whole devices. */
  readonly attributed: { readonly energy: EnergyRange; readonly how: string } | null;
  readonly estimate: LineEstimate | null;
  /** Where the run was not ours: the file that it was read from, and the project that it names. */
  readonly imported: { readonly from: string; readonly project: string | null };
}

export interface HistoryLine extends Partial<RunDetails> {
  readonly schema: typeof HISTORY_SCHEMA;
  /** When the run ended, ISO 8601. */
  readonly at: string;
  /** Relative to the project, `/` separated; null where the command named none. */
  readonly script: string | null;
  /** Of the repository that the script lies in. */
  readonly commit: string | null;
  /** Null where the script holds no run, or several, so that the time belongs to none of them. */
  readonly workload: RunFacts | null;
  /** As `--hardware` reads it: "8 x A100-SXM4-40GB". */
  readonly machine: string;
  readonly sensors: readonly string[];
  /** What the energy covers. */
  readonly scope: PowerScope;
  readonly hours: number;
  /** Without the overhead of the site; null where no sensor answered. A lower bound where something that draws was unknown. */
  readonly energy: EnergyRange | null;
  readonly partial: boolean;
  readonly intensity: {
    readonly unit: 'gCO2e/kWh';
    readonly value: number;
    readonly zone: string;
    readonly year: number;
  } | null;
  /** Of the command; a run that failed says nothing of the time. Null where its end was not seen. */
  readonly exit: number | null;
}

/** Without the line end. */
export function historyLine(line: HistoryLine): string {
  return JSON.stringify(line);
}
