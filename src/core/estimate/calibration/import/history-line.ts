/**
 * The history: one JSON object a line, appended by `carbon-hints run` and by the editor. This is the place that defines it. A line
 * holds what a later estimate needs and no more: no user, no host name, no arguments, no absolute path.
 */
import type { WorkloadFramework, WorkloadKind } from '../../../model/workload';
import { FACTS, measuredRun, type FactName, type MeasuredRun, type PowerScope, type RunFacts } from '../measured';
import type { ImportedRuns, ImportProblem, RunFormat } from './import';
import { dateOf, parsedJson, positive, recordOf, words } from './records';

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
  /** "silence", "clock jump", "unknown", "asleep", "window reload". */
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
  /** Of the command; a run that failed says nothing of the time. */
  readonly exit: number;
}

/** Without the line end. */
export function historyLine(line: HistoryLine): string {
  return JSON.stringify(line);
}

export const historyLines: RunFormat = {
  name: 'history lines',
  recognises: (path, head) => /\.jsonl$/i.test(path) || /^\s*\{"schema":/.test(head),
  read(_path, text) {
    const runs: MeasuredRun[] = [];
    const problems: ImportProblem[] = [];
    text.split(/\r?\n/).forEach((line, at) => {
      if (line.trim() === '') return;
      const found = readLine(line);
      if (typeof found === 'string') problems.push({ line: at + 1, message: found });
      else runs.push(found);
    });
    return { runs, problems } satisfies ImportedRuns;
  },
};

/** The run, or why the line cannot be read. */
function readLine(text: string): MeasuredRun | string {
  const line = recordOf(parsedJson(text));
  if (line === null) return 'is not a JSON object';
  const schema = line['schema'];
  if (schema !== HISTORY_SCHEMA)
    return `has schema ${schema === undefined ? 'none' : JSON.stringify(schema)}; this version reads ${HISTORY_SCHEMA}`;
  const hours = positive(line['hours']);
  if (hours === null) return 'has no hours';
  const machine = words(line['machine']);
  if (machine === null) return 'names no machine';
  const facts = factsIn(line['workload']);
  const script = words(line['script']);
  return measuredRun({
    from: 'history',
    at: dateOf(line['at']),
    hardware: machine,
    seconds: facts === null || line['exit'] !== 0 ? null : hours * 3600,
    watts: wattsIn(line, hours),
    script,
    facts,
    names: script === null ? [] : [script],
  });
}

const SCOPES: readonly PowerScope[] = ['devices', 'parts', 'plug'];

function wattsIn(line: Readonly<Record<string, unknown>>, hours: number): MeasuredRun['watts'] {
  const energy = positive(recordOf(line['energy'])?.['typical']);
  const scope = SCOPES.find((one) => one === line['scope']);
  if (energy === null || scope === undefined || line['partial'] === true) return null;
  return { mean: (1000 * energy) / hours, scope };
}

const KINDS: readonly WorkloadKind[] = ['train', 'search', 'cross-validation', 'inference'];

/** Null where it says nothing that can be compared; facts of another kind than they should be are left out. */
function factsIn(value: unknown): RunFacts | null {
  const facts = recordOf(value);
  const kind = KINDS.find((one) => one === facts?.['kind']);
  const framework = words(facts?.['framework']);
  if (facts === null || kind === undefined || framework === null) return null;
  const known = FACTS.flatMap((name) => {
    const one = facts[name];
    return isOfType(name, one) ? [[name, one] as const] : [];
  });
  const stopsEarly = facts['stopsEarly'] === true;
  return {
    ...(Object.fromEntries(known) as Partial<RunFacts>),
    kind,
    framework: framework as WorkloadFramework,
    stopsEarly,
  };
}

const TEXTS: readonly FactName[] = ['model', 'dataset', 'precision', 'loader', 'replicas', 'trains'];
const SWITCHES: readonly FactName[] = ['encoded', 'checkpointing'];

function isOfType(name: FactName, value: unknown): boolean {
  if (TEXTS.includes(name)) return typeof value === 'string';
  return SWITCHES.includes(name) ? typeof value === 'boolean' : typeof value === 'number' && Number.isFinite(value);
}
