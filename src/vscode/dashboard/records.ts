/** The lines of the history as the dashboard reads them: of any text, what makes sense of it, and what cannot be read by line. */
import type { HistoryLine, LineDevice, RunDetails } from '../../core/estimate/calibration/import/history-line';
import { lineIn } from '../../core/estimate/calibration/import/history-read';
import type { RunFacts } from '../../core/estimate/calibration/measured';
import type { Range } from '../../core/units/quantity';

/** Energies in kWh, times on the wall clock in milliseconds. Texts are as they stand in the file, only shortened. */
export interface RunRecord {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly hours: number;
  readonly script: string | null;
  readonly commit: string | null;
  readonly startedBy: RunDetails['startedBy'] | null;
  readonly machine: string;
  readonly sensors: readonly string[];
  /** "Training resnet50 (torch)" from the facts of the run. */
  readonly workload: string | null;
  readonly scope: HistoryLine['scope'] | null;
  readonly energy: Range | null;
  readonly partial: boolean;
  readonly intensity: { readonly value: number; readonly zone: string; readonly year: number } | null;
  /** Null where the end was not seen. */
  readonly exit: number | null;
  readonly coveredHours: number | null;
  readonly gaps: readonly { readonly from: number; readonly seconds: number; readonly reason: string }[];
  readonly devices: readonly RecordDevice[];
  readonly idleWatts: number | null;
  readonly aboveIdle: Range | null;
  readonly attributed: { readonly energy: Range; readonly how: string } | null;
  readonly estimate: {
    readonly energy: Range;
    readonly hours: Range;
    readonly confidence: 'calibrated' | 'prior';
  } | null;
}

export interface RecordDevice {
  readonly label: string;
  readonly sensor: string;
  readonly quality: LineDevice['quality'];
  readonly energy: Range;
  readonly isCounted: boolean;
}

const LONGEST_TEXT = 300;
/** Nothing that ran longer was measured by us; its energy would fill every day of the chart. */
const LONGEST_HOURS = 24 * 366;
const MILLIS_PER_HOUR = 3_600_000;

/** The record, or why the line is none. `line` counts from 1 and stands in for an id. */
export function recordOf(text: string, line: number): RunRecord | string {
  const found = lineIn(text);
  if (typeof found === 'string') return found;
  const end = Date.parse(found.at);
  if (Number.isNaN(end)) return 'says not when the run ended';
  if (found.hours > LONGEST_HOURS) return 'has no plausible duration';
  return {
    ...placeOf(found),
    id: found.id ?? `line ${line}`,
    start: end - found.hours * MILLIS_PER_HOUR,
    end,
    hours: found.hours,
    energy: found.energy,
    partial: found.partial,
    intensity: found.intensity,
    exit: found.exit,
    coveredHours: found.coveredHours ?? null,
    gaps: gapsOf(found),
    devices: (found.devices ?? []).map(deviceOf),
    idleWatts: found.idleWatts ?? null,
    aboveIdle: found.aboveIdle ?? null,
    attributed: found.attributed ?? null,
    estimate: found.estimate ?? null,
  };
}

function placeOf(
  line: HistoryLine,
): Pick<RunRecord, 'script' | 'commit' | 'startedBy' | 'machine' | 'sensors' | 'workload' | 'scope'> {
  return {
    script: line.script && short(line.script),
    commit: line.commit && short(line.commit),
    startedBy: line.startedBy ?? null,
    machine: short(line.machine),
    sensors: line.sensors.map(short),
    workload: line.workload && short(workloadOf(line.workload)),
    scope: line.energy && line.scope,
  };
}

function gapsOf({ gaps = [] }: HistoryLine): RunRecord['gaps'] {
  return gaps.flatMap(({ from, seconds, reason }) => {
    const at = Date.parse(from);
    return Number.isNaN(at) ? [] : [{ from: at, seconds, reason: short(reason) }];
  });
}

function deviceOf({ label, sensor, quality, energy, counted }: LineDevice): RecordDevice {
  return { label: short(label), sensor: short(sensor), quality, energy, isCounted: counted };
}

function workloadOf({ kind, model, framework }: RunFacts): string {
  return [kind, model, `(${framework})`].filter((part) => part !== undefined).join(' ');
}

const short = (text: string): string => text.slice(0, LONGEST_TEXT);
