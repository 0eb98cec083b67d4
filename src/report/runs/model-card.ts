/** The `co2_eq_emissions` block of a Hugging Face model card (https://huggingface.co/docs/hub/model-cards-co2) from measured runs. */
import type { HistoryLine } from '../../core/estimate/calibration/import/history-line';
import { formatEnergy } from '../../core/units/format';
import { kilowattHours } from '../../core/units/quantity';
import { visible } from '../escape';
import { counted } from '../wording';

type Known = HistoryLine & {
  readonly energy: NonNullable<HistoryLine['energy']>;
  readonly intensity: NonNullable<HistoryLine['intensity']>;
};

/** Runs whose energy or grid is not known have no emissions; how many were left out is said. */
export function runsCard(lines: readonly HistoryLine[], version: string): string {
  const known = lines.filter((line): line is Known => line.energy !== null && line.intensity !== null);
  if (known.length === 0) return `# ${NONE}\n`;
  const left = lines.length - known.length;
  const energy = known.reduce((sum, line) => sum + line.energy.typical, 0);
  const grams = known.reduce((sum, line) => sum + line.energy.typical * line.intensity.value, 0);
  const bound = known.some(({ partial }) => partial) ? 'at least ' : '';
  const missing = left === 0 ? '' : `; ${counted(left, 'run')} without known energy or grid left out`;
  const years = distinct(known.map(({ intensity }) => String(intensity.year)));
  const source = `Carbon Hints ${version}: measured during ${counted(known.length, 'run')}, ${bound}${formatEnergy(kilowattHours(energy))}; grid averages of ${years.join(', ')}${missing}`;
  return `${[
    'co2_eq_emissions:',
    `  emissions: ${Number(grams.toPrecision(3))}`,
    `  source: ${quoted(source)}`,
    '  # training_type: "pre-training" or "fine-tuning"; the history does not say which',
    `  geographical_location: ${quoted(distinct(known.map(({ intensity }) => intensity.zone)).join('; '))}`,
    `  hardware_used: ${quoted(distinct(known.map(({ machine }) => machine)).join('; '))}`,
  ].join('\n')}\n`;
}

const NONE = 'No run with a known energy and grid: choose a region before the run, so that its emissions are known.';

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

/** A YAML double-quoted scalar is written as JSON writes a string. */
function quoted(text: string): string {
  return JSON.stringify(visible(text));
}
