/** Rows of CodeCarbon's `emissions.csv` as lines of the history, so that the file itself need not be kept. */
import { CODECARBON, codecarbonRows, lacksBoard, overheadOf, type CodecarbonRow, type Row } from './codecarbon';
import { HISTORY_SCHEMA, type EnergyRange, type HistoryLine, type LineDevice } from './history-line';
import type { ReadHistory } from './history-read';
import { dateOf, positive, words } from './records';

/** A run that was written several times on its way counts once, as it was in the end. */
export function codecarbonLines(text: string): ReadHistory {
  const { rows, problems } = codecarbonRows(text);
  const lines = new Map<string, HistoryLine>();
  for (const row of rows) {
    const id = idOf(row);
    const line = lineOf(row, id);
    if ((lines.get(id)?.hours ?? 0) <= line.hours) lines.set(id, line);
  }
  return { lines: [...lines.values()], problems };
}

/** Releases before 2.2 wrote no `run_id`; exports of this program name the run by its own id. */
function idOf({ row }: CodecarbonRow): string {
  const parts = [row['timestamp'], row['project_name'], row['duration'], row['energy_consumed']];
  const [run, version] = [words(row['run_id']), words(row['codecarbon_version'])];
  if (run !== null && version?.startsWith('carbon-hints') === true) return run;
  return `codecarbon:${run ?? parts.join(' ')}`;
}

function lineOf({ row, seconds, hardware, project }: CodecarbonRow, id: string): HistoryLine {
  const consumed = positive(row['energy_consumed']);
  return {
    schema: HISTORY_SCHEMA,
    id,
    at: dateOf(row['timestamp']) ?? '',
    script: null,
    commit: null,
    workload: null,
    machine: hardware,
    sensors: ['CodeCarbon'],
    scope: 'parts',
    hours: seconds / 3600,
    energy: consumed === null ? null : exactly(consumed / overheadOf(row)),
    partial: lacksBoard(row),
    devices: DEVICES.flatMap((device) => deviceOf(row, device)),
    // CodeCarbon does not say of which year its factors are.
    intensity: null,
    exit: 0,
    imported: { from: CODECARBON, project },
  };
}

const DEVICES = [
  { scope: 'cpu', column: 'cpu_energy', name: 'cpu_model', label: 'CPU' },
  { scope: 'gpu', column: 'gpu_energy', name: 'gpu_model', label: 'GPU' },
  { scope: 'memory', column: 'ram_energy', name: null, label: 'Memory' },
] as const;

/** CodeCarbon does not say which of its figures are from sensors and which from its own models. */
function deviceOf(row: Row, { scope, column, name, label }: (typeof DEVICES)[number]): readonly LineDevice[] {
  const energy = positive(row[column]);
  if (energy === null) return [];
  const known = name === null ? null : words(row[name]);
  const kilowattHours = exactly(energy / overheadOf(row));
  const said = { sensor: 'CodeCarbon', quality: 'modelled', counted: true } as const;
  return [{ label: known ?? label, scope, ...said, energy: kilowattHours }];
}

function exactly(value: number): EnergyRange {
  return { unit: 'kWh', low: value, typical: value, high: value };
}
