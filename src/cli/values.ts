/** Numbers typed as option values. */
import { InvalidArgumentError } from 'commander';
import { MAX_HOURS, MAX_PUE } from '../core/config/schema';
import { watts, type Watts } from '../core/units/quantity';

function number(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

export function positiveNumber(text: string): number {
  const value = number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('It must be a number greater than 0.');
  return value;
}

export function positiveInteger(text: string): number {
  const value = positiveNumber(text);
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError('It must be a whole number.');
  return value;
}

/** The same bounds as in a configuration file. */
export function hoursValue(text: string): number {
  const value = positiveNumber(text);
  if (value > MAX_HOURS) throw new InvalidArgumentError(`It must be at most ${MAX_HOURS.toLocaleString('en')} hours.`);
  return value;
}

export function pueValue(text: string): number {
  const value = number(text);
  if (!(value >= 1 && value <= MAX_PUE)) throw new InvalidArgumentError(`It must be a number from 1 to ${MAX_PUE}.`);
  return value;
}

/** Watts that a plug meter shows, or one of the words that stand for something else. */
export function wallValue(text: string): Watts | 'battery' | 'forget' {
  return text === 'battery' || text === 'forget' ? text : watts(positiveNumber(text));
}
