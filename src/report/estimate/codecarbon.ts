/**
 * Estimates as rows for CodeCarbon's `emissions.csv`. There is no column for the range: it stands in `experiment_id`, and `tracking_mode`
 * and `codecarbon_version` say that nothing was measured.
 */
import { gridZone } from '../../data/intensity';
import type { Basis } from '../../core/estimate/types';
import { csvOf, rounded, type Row } from '../codecarbon-columns';
import { locationOf } from '../wording';
import type { Stamp } from './formats';
import { knownRuns, rangePhrase, type Known } from './known';
import type { EstimateReport } from './report';

export function codecarbonCsv(report: EstimateReport, stamp: Stamp): string {
  const rows = knownRuns(report).map((run) => rowOf(run, report.path, stamp));
  return csvOf(rows);
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
