/** Measured runs as a table, for terminals and Markdown. */
import type { EnergyRange, HistoryLine } from '../../core/estimate/calibration/import/history-line';
import { formatDuration, formatEmissions, formatEnergy } from '../../core/units/format';
import { gramsCO2e, hours, kilowattHours } from '../../core/units/quantity';
import { table, type Block } from '../estimate/page';

export function runsTable(lines: readonly HistoryLine[]): Block {
  const head = ['Ended', 'Script', 'Time', 'Energy', 'Emissions', 'Estimated', 'Machine', 'Exit'];
  return table(head, lines.map(rowOf));
}

function rowOf(line: HistoryLine): readonly string[] {
  const { at, script, imported, machine, exit, estimate } = line;
  return [
    at === '' ? 'unknown' : at.slice(0, 16).replace('T', ' '),
    script ?? imported?.project ?? 'unknown',
    formatDuration(hours(line.hours)),
    energyOf(line),
    emissionsOf(line),
    estimate ? formatted(estimate.energy) : '',
    machine,
    exit === null ? 'not seen' : String(exit),
  ];
}

function energyOf({ energy, partial, hours: time }: HistoryLine): string {
  if (energy === null) return time * 3600 < 5 ? 'too short to measure' : 'unknown';
  return `${partial ? 'at least ' : ''}${formatted(energy)}`;
}

/** Empty where no grid was chosen: nobody knows. */
function emissionsOf({ energy, intensity }: HistoryLine): string {
  return energy === null || intensity === null ? '' : formatEmissions(gramsCO2e(energy.typical * intensity.value));
}

function formatted({ low, typical, high }: EnergyRange): string {
  return formatEnergy({ low: kilowattHours(low), typical: kilowattHours(typical), high: kilowattHours(high) });
}
