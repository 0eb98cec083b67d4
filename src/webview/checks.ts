/** Small checkers of plain data, from which the types of the messages follow: nothing is believed because of where it came from. */

/** True when the value has the shape. */
export type Check<T> = (value: unknown) => value is T;
export type Checked<C> = C extends Check<infer T> ? T : never;

/** Longer texts come from nobody who means well. */
const LONGEST_TEXT = 4000;
const LONGEST_LIST = 5000;

export const isText: Check<string> = (value): value is string =>
  typeof value === 'string' && value.length <= LONGEST_TEXT;
export const isNumber: Check<number> = (value): value is number => typeof value === 'number' && Number.isFinite(value);
export const isFlag: Check<boolean> = (value): value is boolean => typeof value === 'boolean';

/** A whole number that is not negative. */
export const isCount: Check<number> = (value): value is number =>
  isNumber(value) && Number.isInteger(value) && value >= 0;

export function oneOf<const T extends readonly string[]>(...allowed: T): Check<T[number]> {
  return (value): value is T[number] => typeof value === 'string' && allowed.includes(value);
}

export function orNull<T>(check: Check<T>): Check<T | null> {
  return (value): value is T | null => value === null || check(value);
}

export function listOf<T>(check: Check<T>): Check<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.length <= LONGEST_LIST && value.every(check);
}

type Shape = Readonly<Record<string, Check<unknown>>>;
type Shaped<S extends Shape> = { readonly [K in keyof S]: Checked<S[K]> };

/** Keys that the shape does not name are let through: a newer sender may say more. */
export function shaped<S extends Shape>(shape: S): Check<Shaped<S>> {
  const checks = Object.entries(shape);
  return (value): value is Shaped<S> => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const fields = value as Readonly<Record<string, unknown>>;
    return checks.every(([key, check]) => Object.hasOwn(fields, key) && check(fields[key]));
  };
}

export function anyOf<const C extends readonly Check<unknown>[]>(...checks: C): Check<Checked<C[number]>> {
  return (value): value is Checked<C[number]> => checks.some((check) => check(value));
}
