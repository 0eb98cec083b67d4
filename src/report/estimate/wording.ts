/** How estimates are said wherever a person reads them: what ran, what it rests on, and the sum to check by hand. */
import { plain } from '../../core/estimate/facts';
import type { Basis, Estimate, Step } from '../../core/estimate/types';
import type { Workload } from '../../core/model/workload';
import { formatDuration, formatEmissions, formatEnergy } from '../../core/units/format';
import type { Range } from '../../core/units/quantity';

/** What the confidence of an estimate rests on. */
export const CONFIDENCE: Record<Estimate['confidence'], string> = {
  measured: 'measured on this machine',
  calibrated: 'class priors, corrected by measured runs',
  prior: 'class priors, nothing measured yet',
};

const KINDS: Record<Workload['kind'], string> = {
  train: 'Training',
  search: 'Search over',
  'cross-validation': 'Cross-validation of',
  inference: 'Inference with',
};

/** "Training resnet50 (torch)". */
export function nameOf({ kind, model, framework }: Workload): string {
  return `${KINDS[kind]} ${model?.value ?? 'a model'} (${framework})`;
}

/** "2.4–5.1 h, 1.2–2.6 kWh, 0.4–0.9 kg CO2e". */
export function rangesOf({ time, energy, emissions }: Pick<Estimate, 'time' | 'energy' | 'emissions'>): string {
  return `${formatDuration(time)}, ${formatEnergy(energy)}, ${formatEmissions(emissions)}`;
}

/** "the yearly average of France (44.2 g CO2e/kWh, 2024)". */
export function gridPhrase({ intensity: { zone, year, value, region } }: Basis): string {
  const place = region === undefined ? 'the world, no region being known' : zone;
  return `the yearly average of ${place} (${plain(value)} g CO2e/kWh, ${year})`;
}

/** The sums that lead to the typical values; three digits each, so that they check to about a percent. */
export interface Sums {
  readonly time: string;
  readonly energy: string;
  readonly emissions: string;
  /** All of it in one line, for a hover. */
  readonly line: string;
}

export function sumsOf({ time, energy, emissions, basis }: Estimate): Sums {
  const work = workOf(basis);
  const perWatt = `${plain(basis.watts)} W x PUE ${plain(basis.pue)}`;
  const grid = `${plain(basis.intensity.value)} g CO2e/kWh`;
  const grouped = work.includes(' + ') ? `(${work})` : work;
  const [kilowattHours, grams] = [energyFigure(energy), emissionsFigure(emissions)];
  return {
    time: `${work} = ${durationFigure(time.typical * 3600)}`,
    energy: `${durationFigure(time.typical * 3600)} x ${perWatt} = ${kilowattHours}`,
    emissions: `${kilowattHours} x ${grid} = ${grams}`,
    line: `${grouped} x ${perWatt} = ${kilowattHours}; x ${grid} = ${grams}`,
  };
}

/** Factors that count something, with what they count; the other factors of the time make up what each of them takes. */
const COUNTS: Readonly<Record<string, string>> = {
  samples: 'samples',
  epochs: 'epochs',
  steps: 'steps',
  'batch size': 'samples a step',
  'boosting rounds': 'rounds',
  'early stopping': 'of the plan (early stopping)',
};
const UNITS: Readonly<Record<string, string>> = {
  'boosting rounds': ' a round',
  samples: ' a sample',
  steps: ' a sample',
};

/** "210 fits x 3.1 s + 1 refit x 4.3 s", "50,000 samples x 90 epochs x 0.31 ms a sample". */
function workOf({ steps, repeats, oneFit }: Basis): string {
  const run = oneRun(steps, oneFit);
  if (repeats === null) return run;
  const { fits, share, refits } = repeats;
  const whole = run.includes(' x ') ? `(${run})` : run;
  const partial = whole === run ? durationFigure(oneFit * share) : `${plain(share)} x ${whole}`;
  const search = `${counted(fits, 'fit')} x ${share === 1 ? whole : partial}`;
  return refits === 0 ? search : `${search} + ${counted(refits, 'refit')} x ${whole}`;
}

function counted(count: number, noun: string): string {
  return `${plain(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function oneRun(steps: readonly Step[], seconds: number): string {
  const counts = steps.filter(({ name, times }) => name in COUNTS && times !== 1);
  const each = counts.reduce((left, { times }) => left / times, seconds);
  const unit = counts.map(({ name }) => UNITS[name]).find((one) => one !== undefined) ?? '';
  return [
    ...counts.map(({ name, times }) => `${plain(times)} ${COUNTS[name] ?? ''}`),
    durationFigure(each) + unit,
  ].join(' x ');
}

/** "0.31 ms", "3.1 s", "11.2 h". */
export function durationFigure(seconds: number): string {
  if (seconds < 0.1) return seconds < 1e-4 ? `${plain(seconds * 1e6)} µs` : `${plain(seconds * 1000)} ms`;
  return seconds < 3600 ? `${plain(seconds)} s` : `${plain(seconds / 3600)} h`;
}

function energyFigure({ typical }: Range): string {
  return typical < 1 ? `${plain(typical * 1000)} Wh` : `${plain(typical)} kWh`;
}

function emissionsFigure({ typical }: Range): string {
  return typical < 1000 ? `${plain(typical)} g CO2e` : `${plain(typical / 1000)} kg CO2e`;
}
