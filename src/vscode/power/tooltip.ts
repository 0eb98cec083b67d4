/** The tooltip of the power item in Markdown: every device with its sensor, the emissions, and what would be better. */
import type { Intensity } from '../../core/estimate/types';
import {
  formatEmissionRate,
  formatEmissions,
  formatEnergy,
  formatIntensity,
  formatPercent,
  formatPower,
} from '../../core/units/format';
import {
  emissionsOf,
  energyOf,
  hours,
  joulesToKilowattHours,
  type Joules,
  type Range,
  type Watts,
} from '../../core/units/quantity';
import { mapRange } from '../../core/units/range';
import type { SourceStatus } from '../../power/ladder';
import type { DeviceReading, Reading } from '../../power/reading';
import { citation, commandLink, escaped, table } from '../markdown';

export interface PowerView {
  readonly reading: Reading;
  readonly sources: readonly SourceStatus[];
  readonly intensity: Intensity;
  /** The window is connected to another machine. */
  readonly place: 'local' | 'remote';
}

export function tooltipText(view: PowerView): string {
  const { reading } = view;
  const where = view.place === 'remote' ? escaped(reading.host) : 'this machine';
  const blocks = [
    `**Power of ${where}:** ${escaped(totalText(reading))}`,
    escaped(reading.provenance),
    reading.devices.length > 0 ? deviceTable(reading.devices) : 'No sensor has answered yet.',
    emissionsBlock(view),
    sessionBlock(view),
    betterData(view.sources),
    overheadText(reading),
    links(),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

export function totalText({ total, quality, isLowerBound }: Reading): string {
  if (total === null) return 'unknown';
  return `${isLowerBound ? 'at least ' : ''}${powerText(total)}, ${quality === 'mixed' ? 'partly modelled' : quality}`;
}

function powerText(power: Range<Watts>): string {
  if (power.low === power.high) return formatPower(power.typical);
  return `${formatPower(power.typical)} (${formatPower(power.low)} to ${formatPower(power.high)})`;
}

function deviceTable(devices: readonly DeviceReading[]): string {
  const rows = devices.map((device) =>
    [device.label, wattsText(device), device.sensor, device.quality, ageText(device.age)].map(escaped),
  );
  return table(['Device', 'Draws', 'Sensor', 'How', 'Age'], rows);
}

/** A device that was left asleep draws little, and how little is not known: that is said, not written as 0. */
export function wattsText({ state, watts, range }: DeviceReading): string {
  if (state === 'asleep') return 'asleep, not woken';
  if (watts === null) return 'unknown';
  return powerText(range === null ? { low: watts, typical: watts, high: watts } : { ...range, typical: watts });
}

function ageText(age: number): string {
  const seconds = Math.max(0, Math.round(age / 1000));
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

function emissionsBlock({ reading, intensity }: PowerView): string {
  if (reading.total === null) return '';
  const rate = emissionsOf(energyOf(reading.total.typical, hours(1)), intensity.value);
  const spread = `${formatIntensity(intensity.low)} to ${formatIntensity(intensity.high)}`;
  return [
    `**${escaped(formatEmissionRate(rate))}** at ${escaped(formatIntensity(intensity.value))}:`,
    `${escaped(intensity.zone)}, average of ${intensity.year} (${escaped(spread)}; ${citation(intensity.source)})`,
  ].join(' ');
}

/** Energy of this window's session: what was covered by readings, and how much was not. */
function sessionBlock({ reading: { energy }, intensity }: PowerView): string {
  if (energy.covered <= 0) return '';
  const used = mapRange(energy.joules, (value: Joules) => joulesToKilowattHours(value));
  const emitted = mapRange(used, (value) => emissionsOf(value, intensity.value));
  const gaps = energy.gapTime > 0 ? `, ${ageText(energy.gapTime)} not read` : '';
  return escaped(
    `Since the readings began: ${formatEnergy(used)}, ${formatEmissions(emitted)} in ${ageText(energy.covered)}${gaps}.`,
  );
}

/** Only sensors with advice are worth the space. */
function betterData(sources: readonly SourceStatus[]): string {
  const lines = sources.flatMap(({ name, why, help }) =>
    help === null ? [] : [`- ${escaped(name)}: ${escaped(why ?? 'not available')}. ${escaped(help)}`],
  );
  return lines.length === 0 ? '' : ['Better data:', lines.join('\n')].join('\n\n');
}

function overheadText({ overhead }: Reading): string {
  const tools = overhead.tools === null ? ' (tools it runs not included)' : '';
  return escaped(`Reading the sensors takes ${formatPercent(overhead.share)} of one core${tools}.`);
}

function links(): string {
  return [
    commandLink('Sensors', 'carbonHints.showPowerSources'),
    commandLink('Set region', 'carbonHints.setRegion'),
    commandLink('Settings', 'carbonHints.openSettings', ['carbonHints.power']),
    commandLink('Hide', 'carbonHints.togglePower'),
  ].join(' · ');
}

/** The page of "Show Power Sensors". */
export function sensorsPage({ reading, sources }: PowerView): string {
  const rows = sources.map(({ name, scope, quality, status, why, help }) =>
    [name, scope, quality, status, why ?? '', help ?? ''].map(escaped),
  );
  return [
    '# Power sensors',
    `Now: ${escaped(totalText(reading))}. ${escaped(reading.provenance)}`,
    table(['Sensor', 'Measures', 'How', 'State', 'Why', 'What would help'], rows),
    overheadText(reading),
    'Nothing on this page was changed or run for you: advice is yours to follow or not.',
  ].join('\n\n');
}
