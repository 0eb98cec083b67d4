/** Reads one argument of a configuring call as a switch or a number that may be off by default. */
import type { Arguments } from './arguments';
import type { Model } from './model';
import type { PyValue, Value } from './values';

/**
 * `absent`: not passed. `off`: passed and surely false, None, zero or empty. `default-off`: off unless a user overrides
 * it. `on`: anything else, an unreadable value among it, because a rule must not call that off.
 */
export type Switch = 'absent' | 'off' | 'default-off' | 'on';

export function readSwitch(model: Model, given: Arguments, name: string): Switch {
  const bound = given.get(name);
  if (!bound) return 'absent';
  const value = model.value(bound.value);
  if (value.alternatives.length === 0 || !value.alternatives.every(isFalsy)) return 'on';
  return value.certainty === 'default' ? 'default-off' : 'off';
}

/** True when any of the switches is on. */
export function anyOn(model: Model, given: Arguments, names: readonly string[]): boolean {
  return names.some((name) => readSwitch(model, given, name) === 'on');
}

export function valueOf(model: Model, given: Arguments, name: string): Value | undefined {
  const bound = given.get(name);
  return bound && model.value(bound.value);
}

function isFalsy(value: PyValue): boolean {
  switch (value.type) {
    case 'none':
      return true;
    case 'boolean':
      return !value.value;
    case 'number':
      return value.value === 0;
    case 'string':
      return value.value === '';
    case 'sequence':
      return value.length === 0;
    case 'dict':
      return value.complete && value.entries.size === 0;
    case 'object':
      return false;
  }
}
