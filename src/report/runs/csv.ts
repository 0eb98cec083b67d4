/** Measured runs as rows of CodeCarbon's `emissions.csv`; what was not measured stays empty, never 0. */
import type { HistoryLine, LineDevice } from '../../core/estimate/calibration/import/history-line';
import { csvOf, rounded, type Row } from '../codecarbon-columns';

export function runsCsv(lines: readonly HistoryLine[], version: string): string {
  return csvOf(lines.map((line) => rowOf(line, version)));
}

/** CodeCarbon's units: seconds, kg, kWh, W; its times have no zone. */
function rowOf(line: HistoryLine, version: string): Row {
  const seconds = line.hours * 3600;
  const energy = line.energy?.typical ?? null;
  const kilograms = energy === null || line.intensity === null ? null : (energy * line.intensity.value) / 1000;
  return {
    timestamp: line.at.slice(0, 19),
    project_name: line.script ?? line.imported?.project ?? '',
    run_id: line.id ?? '',
    experiment_id: line.partial ? 'lower bound: something that draws power was unknown' : '',
    duration: rounded(seconds),
    emissions: known(kilograms),
    emissions_rate: known(kilograms === null ? null : kilograms / seconds),
    energy_consumed: known(energy),
    ...deviceColumns(line),
    ...machineColumns(line),
    country_name: line.intensity?.zone ?? '',
    codecarbon_version: `carbon-hints ${version}`,
    tracking_mode: 'machine',
    pue: 1,
  };
}

/** As `--hardware` reads it: boards have a count or a make that processors have not. */
function machineColumns({ machine, devices }: HistoryLine): Row {
  const hasBoards = devices?.some(({ scope }) => scope === 'gpu') ?? /^\d+ x |nvidia|tesla|radeon/i.test(machine);
  return hasBoards ? { gpu_model: machine } : { cpu_model: machine };
}

function deviceColumns({ devices, coveredHours, hours }: HistoryLine): Row {
  const time = coveredHours ?? hours;
  const columns = (['cpu', 'gpu', 'memory'] as const).flatMap((scope) => {
    const energy = sumOf(devices?.filter((device) => device.scope === scope) ?? []);
    const name = scope === 'memory' ? 'ram' : scope;
    return energy === null || time <= 0
      ? []
      : [[`${name}_energy`, rounded(energy)] as const, [`${name}_power`, rounded((1000 * energy) / time)] as const];
  });
  return Object.fromEntries(columns);
}

function sumOf(devices: readonly LineDevice[]): number | null {
  return devices.length === 0 ? null : devices.reduce((sum, { energy }) => sum + energy.typical, 0);
}

function known(value: number | null): number | null {
  return value === null ? null : rounded(value);
}
