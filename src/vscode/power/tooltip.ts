/** The tooltip of the power item in Markdown: every device with its sensor, the emissions, and what would be better. */
import type { Intensity } from '../../core/estimate/types';
import {
  formatDuration,
  formatEmissionRate,
  formatEmissions,
  formatEnergy,
  formatIntensity,
  formatPercent,
  formatPower,
  formatRoundPower,
} from '../../core/units/format';
import {
  emissionsOf,
  energyOf,
  hours,
  type GramsCO2e,
  type KilowattHours,
  type Range,
  type Watts,
} from '../../core/units/quantity';
import type { SourceStatus } from '../../power/ladder';
import type { DeviceReading, Reading } from '../../power/reading';
import type { Amount } from '../../webview/messages';
import type { RunNow } from '../dashboard/runs-now';
import { citation, commandLink, escaped, table } from '../markdown';

export interface PowerView {
  readonly reading: Reading;
  readonly sources: readonly SourceStatus[];
  readonly intensity: Intensity;
  /** The window is connected to another machine. */
  readonly place: 'local' | 'remote';
  /** Those that go on now. */
  readonly runs: readonly RunNow[];
  /** Null until something was measured today. */
  readonly today: Amount | null;
  /** The user's own budgets that are exceeded, a sentence each. */
  readonly exceeded: readonly string[];
}

const MOST_RUNS = 3;
/** Readings come every second or two; their age is worth a number when they do not. */
const FRESH_MS = 5000;

export function tooltipText(view: PowerView): string {
  const { reading } = view;
  const where = view.place === 'remote' ? escaped(reading.host) : 'this machine';
  const blocks = [
    `**Power of ${where}:** ${escaped(totalText(reading))}`,
    ...view.exceeded.map((sentence) => `$(warning) **Above your budget:** ${escaped(sentence)}.`),
    escaped(reading.provenance),
    reading.devices.length > 0 ? deviceTable(reading.devices) : 'No sensor has answered yet.',
    emissionsBlock(view),
    ...view.runs.slice(0, MOST_RUNS).map((run) => runBlock(run, view)),
    todayBlock(view.today),
    betterData(view.sources),
    overheadText(reading),
    links(),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

export function totalText({ total, quality, isLowerBound }: Reading): string {
  if (total === null) return 'unknown';
  return `${isLowerBound ? 'at least ' : ''}${powerText(total)}, ${howOf(quality)}`;
}

function powerText(power: Range<Watts>): string {
  if (power.low === power.high) return formatPower(power.typical);
  const [low, typical, high] = [power.low, power.typical, power.high].map((value) => formatRoundPower(value).trim());
  return `about ${typical} (${low} to ${high})`;
}

function deviceTable(devices: readonly DeviceReading[]): string {
  const rows = devices.map((device) =>
    [device.label, wattsText(device), device.sensor, howText(device), freshness(device.age)].map(escaped),
  );
  return table(['Device', 'Draws', 'Sensor', 'How', 'Age'], rows);
}

/** A device that was left asleep draws little, and how little is not known: that is said, not written as 0. */
export function wattsText({ state, watts, range }: DeviceReading): string {
  if (state === 'asleep') return 'asleep, not woken';
  if (watts === null) return 'unknown';
  return powerText(range === null ? { low: watts, typical: watts, high: watts } : { ...range, typical: watts });
}

/** Where nothing is known of the watts, nobody measured or modelled them. */
function howText({ watts, state, quality }: DeviceReading): string {
  return watts === null && state !== 'asleep' ? 'unknown' : quality;
}

function freshness(age: number): string {
  return age < FRESH_MS ? 'fresh' : ageText(age);
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

/** "Run of train.py (terminal, 12 min): 0.42 kWh, 19 g CO2e, measured; estimated 0.3–0.9 kWh". */
function runBlock(
  { script, startedBy, since, energy, quality, isLowerBound, estimate }: RunNow,
  view: PowerView,
): string {
  const lasted = formatDuration(hours(Math.max(0, view.reading.at - since) / 3_600_000));
  const bound = isLowerBound ? 'at least ' : '';
  const used =
    energy === null
      ? 'not measured yet'
      : `${bound}${formatEnergy(energy as Range<KilowattHours>)}, ${formatEmissions(emitted(energy, view.intensity))}, ${howOf(quality)}`;
  const expected = estimate === null ? '' : `; estimated ${formatEnergy(estimate.energy as Range<KilowattHours>)}`;
  const head = `**Run of ${escaped(script ?? 'a command')}** ${escaped(`(${startedBy}, ${lasted}):`)}`;
  return `${head} ${escaped(`${used}${expected}.`)}`;
}

function emitted({ low, typical, high }: Range, { value }: Intensity): Range<GramsCO2e> {
  return { low: low * value, typical: typical * value, high: high * value } as Range<GramsCO2e>;
}

/** Of the local day: every moment once, whether a run of the history or this window measured it. */
function todayBlock(today: Amount | null): string {
  if (today === null) return '';
  const bound = today.isLowerBound ? 'at least ' : '';
  const energy = formatEnergy(today.energy as Range<KilowattHours>);
  const emissions =
    today.emissions === null
      ? ''
      : `, ${formatEmissions(today.emissions as Range<GramsCO2e>)} (${today.grids.join('; ')})`;
  const read = formatDuration(hours(today.coveredHours));
  return `**Today:** ${escaped(`${bound}${energy}${emissions}, ${howOf(today.quality)}, over ${read} that were read here or in runs.`)}`;
}

function howOf(quality: Amount['quality']): string {
  return quality === 'mixed' ? 'partly modelled' : quality;
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
    commandLink('Dashboard', 'carbonHints.openDashboard'),
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
