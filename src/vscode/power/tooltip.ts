/** The tooltip of the power item in Markdown: every device with its sensor, the emissions, and what would be better. */
import type { DeviceSample } from '../../power/types';
import { formatEmissionRate, formatIntensity, formatPower } from '../../core/units/format';
import { watts } from '../../core/units/quantity';
import { citation, commandLink, escaped, table } from '../markdown';
import type { MissingSensor, PowerView } from './reading';

export function tooltipText(view: PowerView): string {
  const blocks = [
    heading(view),
    view.devices.length > 0 ? deviceTable(view) : 'No sensor has answered yet.',
    emissions(view),
    betterData(view.missing),
    view.overhead === null ? '' : escaped(view.overhead),
    links(),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

function heading({ remoteHost }: PowerView): string {
  return remoteHost === null ? '**Power of this machine**' : `**Power of ${escaped(remoteHost)}**`;
}

function deviceTable(view: PowerView): string {
  const rows = view.devices.map((sample) => [
    escaped(sample.label),
    escaped(wattsText(sample)),
    escaped(view.sourceName(sample.source)),
    sample.quality,
    escaped(ageText(sample, view.now)),
  ]);
  return table(['Device', 'Draws', 'Sensor', 'How', 'Age'], rows);
}

/** A device that was left asleep draws little, and how little is not known: that is said, not written as 0. */
export function wattsText(sample: DeviceSample): string {
  if (sample.state === 'asleep') return 'asleep';
  if (sample.watts === null) return 'unknown';
  if (!sample.range) return formatPower(sample.watts);
  return `${formatPower(sample.watts)} (${formatPower(sample.range.low)} to ${formatPower(sample.range.high)})`;
}

function ageText(sample: DeviceSample, now: number): string {
  const seconds = Math.max(0, Math.round((now - sample.at) / 1000));
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

function emissions({ perHour, intensity }: PowerView): string {
  if (perHour === null) return '';
  const zone = `${escaped(intensity.zone)}, ${intensity.year}`;
  const range = `${formatIntensity(intensity.low)} to ${formatIntensity(intensity.high)}`;
  return [
    `**${escaped(formatEmissionRate(perHour))}** at ${escaped(formatIntensity(intensity.value))} (${zone}, yearly average;`,
    `${escaped(range)}; ${citation(intensity.source)})`,
  ].join(' ');
}

/** Only sensors with advice are worth the space. */
function betterData(missing: readonly MissingSensor[]): string {
  const helpful = missing.filter(({ help }) => help !== null);
  if (helpful.length === 0) return '';
  const lines = helpful.map(({ name, why, help }) => `- ${escaped(name)}: ${escaped(why)}. ${escaped(help ?? '')}`);
  return ['Better data:', lines.join('\n')].join('\n\n');
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
export function sensorsPage(
  view: PowerView,
  used: readonly { readonly name: string; readonly devices: readonly string[]; readonly note: string | null }[],
): string {
  const usedRows = used.map(({ name, devices, note }) => [escaped(name), escaped(devices.join(', ')), escaped(note ?? '')]);
  const missingRows = view.missing.map(({ name, why, help }) => [escaped(name), escaped(why), escaped(help ?? '')]);
  const total = view.watts === null ? 'unknown' : `${formatPower(watts(view.watts))}, ${view.quality}`;
  return [
    '# Power sensors',
    `Now: ${escaped(total)}.`,
    '## In use',
    usedRows.length > 0 ? table(['Sensor', 'Devices', 'Note'], usedRows) : 'None.',
    '## Not available here',
    missingRows.length > 0 ? table(['Sensor', 'Why', 'What would help'], missingRows) : 'None.',
    'Nothing on this page was changed or run for you: advice is yours to follow or not.',
  ].join('\n\n');
}
