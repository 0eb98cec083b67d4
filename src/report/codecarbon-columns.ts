/**
 * The columns of CodeCarbon's `emissions.csv` as its release 3.3 has them. A file whose header differs is set aside by CodeCarbon, so
 * there are no others.
 */
import { visible } from './escape';

const COLUMNS = [
  ...['timestamp', 'project_name', 'run_id', 'experiment_id', 'duration', 'emissions', 'emissions_rate'],
  ...['cpu_power', 'gpu_power', 'ram_power', 'cpu_energy', 'gpu_energy', 'ram_energy', 'energy_consumed'],
  ...['water_consumed', 'country_name', 'country_iso_code', 'region', 'cloud_provider', 'cloud_region', 'os'],
  ...['python_version', 'codecarbon_version', 'cpu_count', 'cpu_model', 'gpu_count', 'gpu_model', 'longitude'],
  ...['latitude', 'ram_total_size', 'tracking_mode', 'cpu_utilization_percent', 'gpu_utilization_percent'],
  ...['ram_utilization_percent', 'ram_used_gb', 'on_cloud', 'pue', 'wue'],
] as const;

/** What is not known stays empty, never 0. */
export type Row = Readonly<Record<string, string | number | null>>;

export function csvOf(rows: readonly Row[]): string {
  const lines = rows.map((row) => COLUMNS.map((name) => cell(row[name] ?? '')).join(','));
  return `${[COLUMNS.join(','), ...lines].join('\n')}\n`;
}

export function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

function cell(value: string | number): string {
  const shown = typeof value === 'number' ? String(value) : formulaFree(visible(value));
  return /[",\n]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}

/** A spreadsheet would run a text that starts like a formula. */
function formulaFree(text: string): string {
  return /^[=+\-@]/.test(text) ? `'${text}` : text;
}
