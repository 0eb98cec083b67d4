/** A statement about energy and carbon for a paper or a README, in Markdown. */
import { plain } from '../../core/estimate/facts';
import type { Estimate } from '../../core/estimate/types';
import type { Workload } from '../../core/model/workload';
import { formatDuration, formatEmissions, formatEnergy } from '../../core/units/format';
import type { Range } from '../../core/units/quantity';
import type { Stamp } from './formats';
import { distinct, howPhrase, knownRuns, type Known } from './known';
import { heading, markdownOf, text } from './page';
import type { EstimateReport } from './report';
import { gridPhrase, nameOf } from './wording';

export function statement(report: EstimateReport, { version }: Stamp): string {
  const title = heading(3, 'Energy and carbon (estimated)');
  const runs = knownRuns(report);
  if (runs.length === 0) return markdownOf([title, text('No run could be estimated.')]);
  const left = report.workloads.length - runs.length;
  const missing = left === 0 ? '' : ` ${left} further ${left === 1 ? 'run' : 'runs'} could not be estimated.`;
  const sources = distinct(runs.map(({ estimate }) => estimate.basis.intensity.source)).join('; ');
  const made = runs.some(({ estimate }) => estimate.embodied !== undefined)
    ? ''
    : ' Making the hardware is not included.';
  const how = `These figures are ${howPhrase(runs)} (Carbon Hints ${version}); ranges hold 80 % of cases. Grid: ${sources}.${made}${missing}`;
  const total = runs.length > 1 && report.total !== null ? [text(`All runs together: ${amounts(report.total)}.`)] : [];
  return markdownOf([title, ...runs.map((run) => text(sentence(run))), ...total, text(how)]);
}

function sentence({ workload, estimate }: Known): string {
  const { hardware, pue } = estimate.basis;
  const means = `at a PUE of ${plain(pue)} and ${gridPhrase(estimate.basis)}`;
  return `${nameOf(workload)}${details(workload)} on ${hardware.name} is estimated to take ${amounts(estimate)}, ${means}.${embodiedSentence(estimate)}`;
}

/** "12 h (5.3–30 h), 46 kWh (19–120 kWh) and 2 kg CO2e (0.82–5.5 kg CO2e)". */
function amounts({ time, energy, emissions }: Pick<Estimate, 'time' | 'energy' | 'emissions'>): string {
  const both = <Q extends number>(range: Range<Q>, format: (value: Q | Range<Q>) => string) =>
    `${format(range.typical)} (${format(range)})`;
  return `${both(time, formatDuration)}, ${both(energy, formatEnergy)} and ${both(emissions, formatEmissions)}`;
}

function details({ dataset, epochs, fits }: Workload): string {
  const parts = [
    dataset === null ? null : `on ${dataset.value}`,
    epochs === null ? null : `${plain(epochs.value)} epochs`,
    fits === null ? null : `${plain(fits.value)} fits`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? '' : ` ${parts.join(', ')},`;
}

function embodiedSentence({ embodied }: Estimate): string {
  if (embodied === undefined) return '';
  if (embodied.missing !== null) return ` Embodied carbon is not quantified: ${embodied.missing}.`;
  const amount = `${formatEmissions(embodied.emissions.typical)} (${formatEmissions(embodied.emissions)})`;
  return ` Embodied carbon of the devices, counted apart: ${amount} (${embodied.source}).`;
}
