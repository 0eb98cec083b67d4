/** The `co2_eq_emissions` block of a Hugging Face model card, as https://huggingface.co/docs/hub/model-cards-co2 has it. */
import type { Workload } from '../../core/model/workload';
import { visible } from '../escape';
import type { Stamp } from './formats';
import { distinct, howPhrase, knownRuns, rangePhrase, type Known } from './known';
import type { EstimateReport } from './report';

/** Inference is not what a model card asks for. */
export function modelCard(report: EstimateReport, { version }: Stamp): string {
  const runs = knownRuns(report).filter(({ workload }) => workload.kind !== 'inference');
  if (runs.length === 0) return '# No training run that could be estimated.\n';
  const sum = (end: 'low' | 'typical' | 'high') => runs.reduce((all, { estimate }) => all + estimate.emissions[end], 0);
  const ranges =
    runs.length === 1
      ? rangePhrase((runs[0] as Known).estimate)
      : `80 % range ${grams(sum('low'))} to ${grams(sum('high'))} g CO2e over ${runs.length} runs`;
  const source = `Carbon Hints ${version}: ${howPhrase(runs)}; ${ranges}`;
  const lines = [
    'co2_eq_emissions:',
    `  emissions: ${grams(sum('typical'))}`,
    `  source: ${quoted(source)}`,
    trainingType(runs.map(({ workload }) => workload)),
    `  geographical_location: ${quoted(distinct(runs.map(place)).join('; '))}`,
    `  hardware_used: ${quoted(distinct(runs.map(({ estimate }) => estimate.basis.hardware.name)).join('; '))}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** More digits would promise more than an estimate holds. */
function grams(value: number): number {
  return Number(value.toPrecision(3));
}

function place({ estimate: { basis } }: Known): string {
  return basis.intensity.region === undefined ? 'unknown (world average grid)' : basis.intensity.zone;
}

/** Only what the code leaves no doubt about. */
function trainingType(workloads: readonly Workload[]): string {
  const tuned = workloads.every(({ trains }) => trains?.value === 'head' || trains?.value === 'adapter');
  return tuned
    ? '  training_type: "fine-tuning"'
    : '  # training_type: "pre-training" or "fine-tuning"; the code does not say which';
}

/** A YAML double-quoted scalar is written as JSON writes a string. */
function quoted(text: string): string {
  return JSON.stringify(visible(text));
}
