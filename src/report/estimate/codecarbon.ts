/**
 * Rows for CodeCarbon's `emissions.csv`, with the columns of its release 3.3. A file whose header differs is set aside by CodeCarbon, so there is no
 * column of its own for the range: it stands in `experiment_id`, and `tracking_mode` and `codecarbon_version` say that nothing was measured.
 */
import { gridZone } from '../../data/intensity';
import type { Basis } from '../../core/estimate/types';
import { visible } from '../escape';
import { locationOf } from '../wording';
import type { Stamp } from './formats';
import { knownRuns, rangePhrase, type Known } from './known';
import type { EstimateReport } from './report';

const COLUMNS = [
  ...['timestamp', 'project_name', 'run_id', 'experiment_id', 'duration', 'emissions', 'emissions_rate'],
  ...['cpu_power', 'gpu_power', 'ram_power', 'cpu_energy', 'gpu_energy', 'ram_energy', 'energy_consumed'],
  ...['water_consumed', 'country_name', 'country_iso_code', 'region', 'cloud_provider', 'cloud_region', 'os'],
  ...['python_version', 'codecarbon_version', 'cpu_count', 'cpu_model', 'gpu_count', 'gpu_model', 'longitude'],
  ...['latitude', 'ram_total_size', 'tracking_mode', 'cpu_utilization_percent', 'gpu_utilization_percent'],
  ...['ram_utilization_percent', 'ram_used_gb', 'on_cloud', 'pue', 'wue'],
] as const;

/** What is not known stays empty, never 0. */
type Row = Readonly<Record<string, string | number | null>>;

export function codecarbonCsv(report: EstimateReport, stamp: Stamp): string {
  const rows = knownRuns(report).map((run) => rowOf(run, report.path, stamp));
  return `${[COLUMNS.join(','), ...rows.map((row) => COLUMNS.map((name) => cell(row[name] ?? '')).join(','))].join('\n')}\n`;
}

/** The typical values in CodeCarbon's units: seconds, kg, kWh, and watts with the PUE in them as there. */
function rowOf(run: Known, path: string, { version, at }: Stamp): Row {
  const { estimate } = run;
  const { basis, energy } = estimate;
  const seconds = estimate.time.typical * 3600;
  const kilograms = estimate.emissions.typical / 1000;
  const device = basis.deviceWatts / basis.watts;
  const onCpu = basis.hardware.kind === 'cpu';
  return {
    timestamp: at,
    project_name: path,
    run_id: `estimate:${locationOf(path, run)}`,
    experiment_id: `estimate, not measured; ${rangePhrase(estimate)}`,
    duration: rounded(seconds),
    emissions: rounded(kilograms),
    emissions_rate: rounded(kilograms / seconds),
    energy_consumed: rounded(energy.typical),
    ...parts(basis, energy.typical, onCpu ? 1 : 1 - device),
    ...placeOf(basis),
    codecarbon_version: `carbon-hints ${version}`,
    tracking_mode: 'estimate',
    pue: rounded(basis.pue),
  };
}

/** The host of an accelerator counts as processor: its shares for memory and fans are not told apart. */
function parts({ watts, pue, hardware }: Basis, energy: number, host: number): Row {
  const processor = { cpu_power: rounded(watts * pue * host), cpu_energy: rounded(energy * host) };
  if (hardware.kind === 'cpu') return { ...processor, cpu_model: hardware.name, cpu_count: hardware.cores ?? null };
  return {
    ...processor,
    gpu_power: rounded(watts * pue * (1 - host)),
    gpu_energy: rounded(energy * (1 - host)),
    gpu_count: hardware.count,
    gpu_model: hardware.name,
  };
}

function placeOf({ intensity: { region } }: Basis): Row {
  if (region === undefined) return {};
  const [provider, ...rest] = region.code.split(':');
  const cloud = rest.length > 0;
  const country = gridZone(region.zone.slice(0, /^[A-Z]{3}$/.test(region.zone) ? 3 : 2));
  const zone = gridZone(region.zone);
  return {
    country_name: country?.name ?? '',
    country_iso_code: country?.code ?? '',
    region: zone === undefined || zone.code === country?.code ? '' : zone.name,
    cloud_provider: cloud ? (provider ?? '') : '',
    cloud_region: cloud ? rest.join(':') : '',
    on_cloud: cloud ? 'Y' : 'N',
  };
}

function rounded(value: number): number {
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
