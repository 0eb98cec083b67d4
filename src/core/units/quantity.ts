/** Branded physical quantities, so that watts are never added to kilowatt-hours by accident. */

declare const unit: unique symbol;
type Quantity<U extends string> = number & { readonly [unit]: U };

export type Watts = Quantity<'W'>;
export type Joules = Quantity<'J'>;
export type KilowattHours = Quantity<'kWh'>;
export type Hours = Quantity<'h'>;
export type Seconds = Quantity<'s'>;
export type GramsCO2e = Quantity<'gCO2e'>;
/** Grid carbon intensity. */
export type GramsPerKilowattHour = Quantity<'gCO2e/kWh'>;
/** Power usage effectiveness: facility energy over IT energy, at least 1. */
export type Pue = Quantity<'PUE'>;
/** 0 to 1. */
export type Fraction = Quantity<'fraction'>;
/** Milliseconds on a monotonic or wall clock; each use says which. */
export type Millis = Quantity<'ms'>;

/** An 80 % interval: 10th percentile, median, 90th percentile. Invariant: low <= typical <= high. */
export interface Range<Q extends number = number> {
  readonly low: Q;
  readonly typical: Q;
  readonly high: Q;
}

export const watts = (value: number): Watts => value as Watts;
export const joules = (value: number): Joules => value as Joules;
export const kilowattHours = (value: number): KilowattHours => value as KilowattHours;
export const hours = (value: number): Hours => value as Hours;
export const seconds = (value: number): Seconds => value as Seconds;
export const gramsCO2e = (value: number): GramsCO2e => value as GramsCO2e;
export const gramsPerKilowattHour = (value: number): GramsPerKilowattHour => value as GramsPerKilowattHour;
export const pue = (value: number): Pue => value as Pue;
export const fraction = (value: number): Fraction => value as Fraction;
export const millis = (value: number): Millis => value as Millis;

export const JOULES_PER_KILOWATT_HOUR = 3_600_000;

export function joulesToKilowattHours(energy: Joules): KilowattHours {
  return kilowattHours(energy / JOULES_PER_KILOWATT_HOUR);
}

export function energyOf(power: Watts, time: Hours): KilowattHours {
  return kilowattHours((power * time) / 1000);
}

export function emissionsOf(energy: KilowattHours, intensity: GramsPerKilowattHour): GramsCO2e {
  return gramsCO2e(energy * intensity);
}
