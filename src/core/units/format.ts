/** How quantities are written for people: fitting unit, two significant digits in ranges, en dash, never "NaN". */
import type { Fraction, GramsCO2e, GramsPerKilowattHour, Hours, KilowattHours, Range, Watts } from './quantity';

interface Unit {
  readonly name: string;
  /** How many of the base unit it holds. */
  readonly size: number;
  /** The least value, in the base unit, that is written in it; its size where absent. */
  readonly from?: number;
}

const ENERGY: readonly Unit[] = [
  { name: 'Wh', size: 0.001 },
  { name: 'kWh', size: 1 },
  { name: 'MWh', size: 1000 },
];
const EMISSIONS: readonly Unit[] = [
  { name: 'g CO2e', size: 1 },
  { name: 'kg CO2e', size: 1000 },
  { name: 't CO2e', size: 1_000_000 },
];
const POWER: readonly Unit[] = [
  { name: 'W', size: 1 },
  { name: 'kW', size: 1000 },
  { name: 'MW', size: 1_000_000 },
];
const TIME: readonly Unit[] = [
  { name: 's', size: 1 / 3600 },
  { name: 'min', size: 1 / 60 },
  { name: 'h', size: 1 },
  { name: 'd', size: 24, from: 48 },
];

const UNKNOWN = 'unknown';
const DASH = '\u2013';
/** As wide as a digit, and as wide as a full stop. */
const FIGURE_SPACE = '\u2007';
const PUNCTUATION_SPACE = '\u2008';
/** Values of the smallest unit below this are written as "<0.01". */
const SMALLEST = 0.01;
/** "0.1–5 kWh" reads better than "100–5,000 Wh". */
const FOUR_DIGITS = 1000;
/** Nobody reads 0.089 minutes. */
const LEAST_SHARED_TIME = 0.5;

/** "1.2–2.6 kWh", "310 Wh"; one number where both ends read the same. */
export function formatEnergy(energy: KilowattHours | Range<KilowattHours>): string {
  return formatQuantity(energy, ENERGY);
}

/** "0.4–0.9 kg CO2e". */
export function formatEmissions(emissions: GramsCO2e | Range<GramsCO2e>): string {
  return formatQuantity(emissions, EMISSIONS);
}

/** "120 g CO2e/h": what a draw of power emits as long as it lasts. */
export function formatEmissionRate(perHour: GramsCO2e): string {
  const text = formatQuantity(perHour, EMISSIONS);
  return text === UNKNOWN ? text : `${text}/h`;
}

/** "56 g CO2e/kWh". */
export function formatIntensity(intensity: GramsPerKilowattHour): string {
  return Number.isFinite(intensity) ? `${significant(intensity, 3)} g CO2e/kWh` : UNKNOWN;
}

/** "35 min", "2.4–5.1 h". */
export function formatDuration(time: Hours | Range<Hours>): string {
  return formatQuantity(time, TIME, LEAST_SHARED_TIME);
}

/** "312 W", "8.42 W", "1.25 kW": always three significant digits. */
export function formatPower(power: Watts): string {
  if (!Number.isFinite(power)) return UNKNOWN;
  const unit = fitting(toSignificant(power, 3), POWER);
  return `${threeDigits(power / unit.size)} ${unit.name}`;
}

/** `formatPower` padded so that its digits take the same width at any draw, for a status bar that must not jump. */
export function formatSteadyPower(power: Watts): string {
  const text = formatPower(power);
  const digits = text.split(' ')[0] ?? '';
  if (!/^[\d.]+$/.test(digits)) return text;
  const point = digits.includes('.') ? '' : PUNCTUATION_SPACE;
  return FIGURE_SPACE.repeat(Math.max(0, 3 - digits.replace('.', '').length)) + point + text;
}

/** "7 W", "310 W": as many digits as a modelled draw deserves, at steady width. */
export function formatRoundPower(power: Watts): string {
  if (!Number.isFinite(power)) return UNKNOWN;
  const rounded = toSignificant(power, 2);
  const unit = fitting(rounded, POWER);
  const digits = unit.name !== 'W' ? significant(rounded / unit.size, 2) : wholeWatts(rounded);
  return `${FIGURE_SPACE.repeat(Math.max(0, 3 - digits.length))}${digits} ${unit.name}`;
}

function wholeWatts(power: number): string {
  return power > 0 && power < 1 ? '<1' : Math.round(power).toString();
}

/** "80%", "54–91%" of a fraction 0..1; "-22% to 46%" where it may be a loss. */
export function formatPercent(share: Fraction | Range<Fraction>): string {
  const [low, high] = endsOf(share);
  if (!Number.isFinite(low) || !Number.isFinite(high)) return UNKNOWN;
  const texts = [percent(low), percent(high)] as const;
  if (texts[0] === texts[1]) return `${texts[0]}%`;
  return low < 0 ? `${texts[0]}% to ${texts[1]}%` : `${texts[0]}${DASH}${texts[1]}%`;
}

function percent(share: number): string {
  const value = share * 100;
  return value > 0 && value < 1 ? significant(value, 1) : Math.round(value).toString();
}

/**
 * Both ends share the unit of the middle, or of the upper end where that would have four digits, unless the lower one is below
 * `least` of it: then each has its own.
 */
function formatQuantity(quantity: number | Range, units: readonly Unit[], least = SMALLEST): string {
  const [low, high] = endsOf(quantity);
  if (!Number.isFinite(low) || !Number.isFinite(high)) return UNKNOWN;
  const typical = typeof quantity === 'number' ? quantity : quantity.typical;
  const upper = fitting(toSignificant(high, 2), units);
  const own = fitting(toSignificant(Number.isFinite(typical) ? typical : high, 2), units);
  const middle = high / own.size >= FOUR_DIGITS && low / upper.size >= least ? upper : own;
  const shared = low > 0 && low / middle.size < least ? undefined : middle;
  const texts = [inUnit(low, shared ?? fitting(low, units)), inUnit(high, shared ?? fitting(high, units))] as const;
  if (texts[0] === texts[1]) return texts[0];
  return shared ? `${texts[0].split(' ')[0]}${DASH}${texts[1]}` : `${texts[0]} ${DASH} ${texts[1]}`;
}

function endsOf(quantity: number | Range): readonly [number, number] {
  return typeof quantity === 'number' ? [quantity, quantity] : [quantity.low, quantity.high];
}

function inUnit(value: number, unit: Unit): string {
  const scaled = value / unit.size;
  const number = scaled > 0 && scaled < SMALLEST ? `<${SMALLEST}` : significant(scaled, 2);
  return `${number} ${unit.name}`;
}

/** The largest unit that the value reaches. */
function fitting(value: number, units: readonly Unit[]): Unit {
  const size = Math.abs(value) * (1 + Number.EPSILON * 8);
  return units.findLast((unit) => size >= (unit.from ?? unit.size)) ?? (units[0] as Unit);
}

/** Plain decimal notation, without trailing zeros, thousands grouped by commas. */
function significant(value: number, digits: number): string {
  const rounded = toSignificant(value, digits);
  return rounded.toLocaleString('en-US', { maximumFractionDigits: 6 });
}

function toSignificant(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

/** Trailing zeros stay, so that the width does. */
function threeDigits(value: number): string {
  const rounded = toSignificant(value, 3);
  const whole = Math.max(1, Math.floor(Math.log10(Math.abs(rounded) || 1)) + 1);
  return rounded.toFixed(Math.max(0, 3 - whole));
}
