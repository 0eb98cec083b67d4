/** Software Carbon Intensity (ISO/IEC 21031:2024): SCI = (E x I) + M per R, where R is one run. */
import { plain } from '../../core/estimate/facts';
import type { Estimate } from '../../core/estimate/types';
import { visible } from '../escape';
import { locationOf } from '../wording';
import type { Stamp } from './formats';
import { howPhrase, knownRuns, type Known } from './known';
import type { EstimateReport } from './report';
import { nameOf } from './wording';

export function sciLines(report: EstimateReport, { version }: Stamp): string {
  const runs = knownRuns(report);
  if (runs.length === 0) return 'SCI: no run could be estimated.\n';
  const lines = runs.map((run) =>
    visible(`${sciLine(run)} [${nameOf(run.workload)}, ${locationOf(report.path, run)}]`),
  );
  return `${[...lines, `(${howPhrase(runs)}; Carbon Hints ${version})`].join('\n')}\n`;
}

/** The ends of E x I and of M are added: they lean on the same hours. */
function sciLine({ workload, estimate }: Known): string {
  const { energy, emissions, basis, embodied } = estimate;
  const made = embodied?.emissions ?? null;
  const at = (end: 'low' | 'typical' | 'high') => plain(emissions[end] + (made?.[end] ?? 0));
  const unit = workload.kind === 'inference' ? 'inference run' : 'training run';
  const product = `${plain(energy.typical)} kWh x ${plain(basis.intensity.value)} gCO2e/kWh`;
  const sum = made === null ? product : `${product} + ${plain(made.typical)} gCO2e`;
  return `SCI = (E x I) + M per R = ${sum} = ${at('typical')} gCO2e per ${unit} (80 % range ${at('low')}–${at('high')}); ${embodiedNote(embodied)}`;
}

function embodiedNote(embodied: Estimate['embodied']): string {
  if (embodied === undefined) return 'M not included: operational part only';
  return embodied.missing === null ? 'M: devices only, without the server' : `M not quantified: ${embodied.missing}`;
}
