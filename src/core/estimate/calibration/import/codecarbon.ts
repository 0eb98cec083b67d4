/**
 * CodeCarbon's `emissions.csv`, as its releases 2.0 to 3.3 write it (`codecarbon/output_methods/emissions_data.py`). Energies are
 * kWh and contain the PUE where there is a column for it; `duration` is seconds.
 */
import { measuredRun, type MeasuredRun } from '../measured';
import { csvRows } from './csv';
import type { ImportProblem, RunFormat } from './import';
import { dateOf, positive, words } from './records';

const NEEDED = ['timestamp', 'project_name', 'duration', 'energy_consumed'] as const;
/** The project of who names none. */
const UNNAMED = 'codecarbon';

export const CODECARBON = 'CodeCarbon emissions.csv';

export const codecarbon: RunFormat = {
  name: CODECARBON,
  recognises: (_path, head) => /^[^\r\n]*\bduration\b[^\r\n]*\benergy_consumed\b/.test(head),
  read(_path, text) {
    const { rows, problems } = codecarbonRows(text);
    return { runs: rows.map(measuredIn), problems };
  },
};

export type Row = Readonly<Record<string, string>>;

/** A row that can be used, and what every reader of it needs. */
export interface CodecarbonRow {
  readonly row: Row;
  readonly seconds: number;
  readonly hardware: string;
  /** Null for the name that who names none gets. */
  readonly project: string | null;
}

export interface CodecarbonRows {
  readonly rows: readonly CodecarbonRow[];
  readonly problems: readonly ImportProblem[];
}

export function codecarbonRows(text: string): CodecarbonRows {
  const [header, ...rows] = csvRows(text);
  const names = header?.cells ?? [];
  const missing = NEEDED.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    return { rows: [], problems: [{ line: 1, message: `has no column ${missing.join(', ')}` }] };
  }
  const usable: CodecarbonRow[] = [];
  const problems: ImportProblem[] = [];
  for (const { line, cells } of rows) {
    const found = readRow(Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ''])));
    if (typeof found === 'string') problems.push({ line, message: found });
    else usable.push(found);
  }
  return { rows: usable, problems };
}

/** The row, or why it cannot be used. */
function readRow(row: Row): CodecarbonRow | string {
  // Exports of this program have the same columns and say so.
  if (row['tracking_mode'] === 'estimate') return 'is an estimate, not a measurement';
  const seconds = positive(row['duration']);
  if (seconds === null) return 'has no duration';
  const hardware = hardwareOf(row);
  if (hardware === null) return 'names no processor and no accelerator';
  const project = words(row['project_name']);
  return { row, seconds, hardware, project: project === UNNAMED ? null : project };
}

function measuredIn({ row, seconds, hardware, project }: CodecarbonRow): MeasuredRun {
  return measuredRun({
    from: CODECARBON,
    at: dateOf(row['timestamp']),
    hardware,
    seconds,
    watts: wattsOf(row, seconds),
    names: project === null ? [] : [project],
  });
}

/** "2 x NVIDIA A100-SXM4-40GB" as CodeCarbon writes it; boards of several makes are none that can be compared. */
function hardwareOf(row: Row): string | null {
  const gpus = words(row['gpu_model']);
  const isMixed = gpus !== null && / x .*\d+ x /.test(gpus);
  const count = positive(row['gpu_count']);
  if (gpus !== null && !isMixed && /[a-z]/i.test(gpus)) {
    return /^\d+ x /.test(gpus) || count === null ? gpus : `${count} x ${gpus}`;
  }
  return gpus === null ? words(row['cpu_model']) : null;
}

function wattsOf(row: Row, seconds: number): MeasuredRun['watts'] {
  const energy = positive(row['energy_consumed']);
  if (energy === null || lacksBoard(row)) return null;
  return { mean: (energy * 3.6e6) / seconds / overheadOf(row), scope: 'parts' };
}

/** A board without an energy counter counts as 0 there, and then the sum is not that of the parts. */
export function lacksBoard(row: Row): boolean {
  return words(row['gpu_model']) !== null && positive(row['gpu_energy']) === null;
}

export function overheadOf(row: Row): number {
  return positive(row['pue']) ?? 1;
}
