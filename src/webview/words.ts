/** How figures are written on the page: with unit and origin, unknown as a word and never as 0. */
import {
  formatDuration,
  formatEmissionRate,
  formatEmissions,
  formatEnergy,
  formatIntensity,
  formatPercent,
  formatPower,
  formatRoundPower,
} from '../core/units/format';
import {
  emissionsOf,
  energyOf,
  fraction,
  gramsPerKilowattHour,
  hours,
  watts,
  type Fraction,
  type GramsCO2e,
  type Hours,
  type KilowattHours,
  type Range,
} from '../core/units/quantity';
import type { Amount, Device, Estimate, Grid, Quality, Run, Span } from './messages';

const MILLIS_PER_HOUR = 3_600_000;

export const energyText = (energy: Span): string => formatEnergy(energy as Range<KilowattHours>);
export const emissionsText = (emissions: Span): string => formatEmissions(emissions as Range<GramsCO2e>);
export const hoursText = (time: number | Span): string =>
  formatDuration(typeof time === 'number' ? hours(time) : (time as Range<Hours>));
export const percentText = (share: number | Span): string =>
  formatPercent(typeof share === 'number' ? fraction(share) : (share as Range<Fraction>));

const QUALITIES: Record<Quality, string> = {
  measured: 'measured',
  modelled: 'modelled',
  mixed: 'partly modelled',
  unknown: 'unknown',
};

export const qualityText = (quality: Quality): string => QUALITIES[quality];

/** "312 W"; "about 48 W (32 to 70 W)" where it is modelled. */
export function powerText(power: Span): string {
  const { main, range } = powerParts(power);
  return range === '' ? main : `${main.replace('≈', 'about')} (${range})`;
}

/** The same in two parts, for a figure that is written large. */
export function powerParts(power: Span): { readonly main: string; readonly range: string } {
  if (power.low === power.high) return { main: formatPower(watts(power.typical)), range: '' };
  const [low, typical, high] = [power.low, power.typical, power.high].map((value) =>
    formatRoundPower(watts(value)).trim(),
  );
  return { main: `≈ ${typical}`, range: `${low} to ${high}` };
}

export function deviceText({ watts: power, state }: Device): string {
  if (state === 'asleep') return 'asleep, not woken';
  return power === null ? 'unknown' : powerText(power);
}

/** "at least 1.2 kWh". */
export function boundText(text: string, { isLowerBound }: { readonly isLowerBound: boolean }): string {
  return isLowerBound ? `at least ${text}` : text;
}

/** "19 g CO2e/h at 44.2 g CO2e/kWh: France, average of 2024"; what a draw of power emits as long as it lasts. */
export function rateText(power: Span, grid: Grid): string {
  const rate = emissionsOf(energyOf(watts(power.typical), hours(1)), gramsPerKilowattHour(grid.value));
  return `${formatEmissionRate(rate)} at ${gridText(grid)}`;
}

export function gridText({ value, zone, year }: Grid): string {
  return `${formatIntensity(gramsPerKilowattHour(value))}: ${zone}, average of ${year}`;
}

export const zoneText = ({ zone, year }: Grid): string => `${zone}, ${year}`;

export function ageText(milliseconds: number): string {
  return milliseconds < 5000 ? 'fresh' : hoursText(milliseconds / MILLIS_PER_HOUR);
}

export function amountText(amount: Amount): string {
  return `${boundText(energyText(amount.energy), amount)}, ${qualityText(amount.quality)}`;
}

/** "66 g CO2e (France, 2024)"; "unknown" where no grid is. */
export function emittedText({ emissions, grids }: Pick<Amount, 'emissions' | 'grids'>): string {
  return emissions === null ? 'unknown' : `${emissionsText(emissions)} (${grids.join('; ')})`;
}

/** "0.2–1.1 kWh, prior". */
export function estimateText({ energy, confidence }: Estimate): string {
  return `${energyText(energy)}, ${confidence}`;
}

/** "x 1.3", "x 0.08". */
export function ratioText(ratio: number): string {
  const digits = ratio >= 9.95 ? 0 : ratio >= 0.095 ? 1 : 2;
  return `× ${ratio < 0.005 ? '<0.01' : ratio.toFixed(digits)}`;
}

/** Whether the typical measured value lies inside the estimated 80 % range. */
export function verdict(measured: Span, estimated: Span): 'inside' | 'above' | 'below' {
  if (measured.typical > estimated.high) return 'above';
  return measured.typical < estimated.low ? 'below' : 'inside';
}

/** What is to be known of a run besides its figures; one phrase each. */
export function remarks(run: Run): readonly string[] {
  const missed = run.gaps.reduce((sum, { seconds }) => sum + seconds, 0);
  const gaps = run.gaps.length === 1 ? '1 gap' : `${run.gaps.length} gaps`;
  return [
    endText(run.exit),
    run.isLowerBound ? 'a device was unknown' : '',
    run.scope === 'devices' ? 'accelerators only' : '',
    run.gaps.length === 0 ? '' : `${gaps}, ${hoursText(missed / 3600)}`,
  ].filter((phrase) => phrase !== '');
}

export function unmeasuredText(run: Run): string {
  return run.unmeasured === 'too short' ? 'too short to measure' : 'not measured: no sensor answered';
}

/** "27 Nov, 14:05" in the reader's own time and words; with the year where it is another one. */
export function timeText(at: number): string {
  const date = new Date(at);
  const isThisYear = date.getFullYear() === new Date().getFullYear();
  const year = isThisYear ? {} : { year: 'numeric' as const };
  return date.toLocaleString(undefined, {
    ...year,
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
}

export function clockText(at: number): string {
  return new Date(at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
}

export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

function endText(exit: number | null): string {
  if (exit === null) return 'its end was not seen';
  return exit === 0 ? '' : `failed (exit ${exit})`;
}
