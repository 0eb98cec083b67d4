/** Reads the history. What is not as `history-line.ts` says counts as unknown, since others may write such files, too. */
import type { WorkloadFramework, WorkloadKind } from '../../../model/workload';
import { FACTS, measuredRun, type FactName, type MeasuredRun, type PowerScope, type RunFacts } from '../measured';
import { HISTORY_SCHEMA, type HistoryLine } from './history-line';
import { detailsIn, energyIn, textsIn } from './history-details';
import type { ImportedRuns, ImportProblem, RunFormat } from './import';
import { dateOf, finite, parsedJson, positive, recordOf, words } from './records';

export const historyLines: RunFormat = {
  name: 'history lines',
  recognises: (path, head) => /\.jsonl$/i.test(path) || /^\s*\{"schema":/.test(head),
  read(_path, text) {
    const { lines, problems } = readHistory(text);
    return { runs: lines.map(measuredIn), problems } satisfies ImportedRuns;
  },
};

export interface ReadHistory {
  readonly lines: readonly HistoryLine[];
  readonly problems: readonly ImportProblem[];
}

/** In the order of the file; of lines with the same id the last one counts. Torn and foreign lines are problems. */
export function readHistory(text: string): ReadHistory {
  const lines = new Map<string, HistoryLine>();
  const problems: ImportProblem[] = [];
  text.split(/\r?\n/).forEach((line, at) => {
    if (line.trim() === '') return;
    const found = lineIn(line);
    if (typeof found === 'string') problems.push({ line: at + 1, message: found });
    else lines.set(found.id ?? `line ${at}`, found);
  });
  return { lines: [...lines.values()], problems };
}

/** The line, or why it cannot be read. */
export function lineIn(text: string): HistoryLine | string {
  const line = recordOf(parsedJson(text));
  if (line === null) return 'is not a JSON object';
  const schema = line['schema'];
  if (schema !== HISTORY_SCHEMA)
    return `has schema ${schema === undefined ? 'none' : JSON.stringify(schema)}; this version reads ${HISTORY_SCHEMA}`;
  const hours = positive(line['hours']);
  if (hours === null) return 'has no hours';
  const machine = words(line['machine']);
  if (machine === null) return 'names no machine';
  const scope = SCOPES.find((one) => one === line['scope']);
  return {
    ...detailsIn(line),
    schema: HISTORY_SCHEMA,
    at: dateOf(line['at']) ?? '',
    script: words(line['script']),
    commit: words(line['commit']),
    workload: factsIn(line['workload']),
    machine,
    sensors: textsIn(line['sensors']),
    scope: scope ?? 'parts',
    hours,
    energy: scope === undefined ? null : energyIn(line['energy']),
    partial: line['partial'] === true,
    intensity: intensityIn(line['intensity']),
    exit: finite(line['exit']),
  };
}

function measuredIn(line: HistoryLine): MeasuredRun {
  const { imported, script } = line;
  const project = imported?.project ?? null;
  return measuredRun({
    from: imported?.from ?? 'history',
    at: line.at === '' ? null : line.at,
    hardware: line.machine,
    seconds: line.exit === 0 && (line.workload !== null || project !== null) ? secondsAwake(line) : null,
    watts: wattsIn(line),
    script,
    facts: line.workload,
    names: [script, project].filter((name) => name !== null),
  });
}

/** A machine that slept did not train meanwhile. */
function secondsAwake({ hours, gaps }: HistoryLine): number | null {
  const asleep = gaps?.filter(({ reason }) => reason === 'clock jump').reduce((sum, { seconds }) => sum + seconds, 0);
  return positive(hours * 3600 - (asleep ?? 0));
}

const SCOPES: readonly PowerScope[] = ['devices', 'parts', 'plug'];

/** Over the time for which energy was counted, not over that of gaps. */
function wattsIn({ energy, hours, coveredHours, scope, partial }: HistoryLine): MeasuredRun['watts'] {
  const time = coveredHours ?? hours;
  if (energy === null || partial || energy.typical <= 0 || time <= 0) return null;
  return { mean: (1000 * energy.typical) / time, scope };
}

function intensityIn(value: unknown): HistoryLine['intensity'] {
  const found = recordOf(value);
  const [grams, year, zone] = [positive(found?.['value']), positive(found?.['year']), words(found?.['zone'])];
  return grams === null || year === null || zone === null ? null : { unit: 'gCO2e/kWh', value: grams, zone, year };
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
  return SWITCHES.includes(name) ? typeof value === 'boolean' : finite(value) !== null;
}
