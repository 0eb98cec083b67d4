/** What an expression is worth, three-valued: known, default-but-overridable, or unknown. */
import type { Expr, Node } from '../syntax/ast';

/**
 * `known`: the source fixes it. `default`: the source gives a default that a user can override (argparse, dataclass,
 * environment). `unknown`: it cannot be told; `alternatives` is then empty.
 */
export type Certainty = 'known' | 'default' | 'unknown';

export type PyValue =
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'none' }
  /**
   * List, tuple, set, range, array. `length` null when it cannot be told; `items` null when only the length is known.
   * `array` for those of NumPy and PyTorch, whose arithmetic goes element by element.
   */
  | {
      readonly type: 'sequence';
      readonly length: number | null;
      readonly items: readonly Expr[] | null;
      readonly array?: true;
    }
  /** `complete` false when unknown entries may exist. */
  | { readonly type: 'dict'; readonly entries: ReadonlyMap<string, Expr>; readonly complete: boolean }
  /** Some object: an instance, a function; ask `origins`. */
  | { readonly type: 'object'; readonly expression: Expr };

export interface Value {
  readonly certainty: Certainty;
  /** One for a plain value, several for a conditional (join of both arms). */
  readonly alternatives: readonly PyValue[];
  /** Where the value is written: the constant, the argparse default. */
  readonly source: Node | null;
  /** How a default can be overridden, for messages: `--epochs`, `environment EPOCHS`, `field epochs`. */
  readonly via: string | null;
}

export const UNKNOWN: Value = { certainty: 'unknown', alternatives: [], source: null, via: null };

/** The number, when the value is exactly one number. */
export function asNumber(value: Value): number | undefined {
  const only = value.alternatives.length === 1 ? value.alternatives[0] : undefined;
  return only?.type === 'number' ? only.value : undefined;
}

export function asString(value: Value): string | undefined {
  const only = value.alternatives.length === 1 ? value.alternatives[0] : undefined;
  return only?.type === 'string' ? only.value : undefined;
}

export function asBoolean(value: Value): boolean | undefined {
  const only = value.alternatives.length === 1 ? value.alternatives[0] : undefined;
  return only?.type === 'boolean' ? only.value : undefined;
}

export function isNone(value: Value): boolean {
  return value.alternatives.length > 0 && value.alternatives.every((one) => one.type === 'none');
}

/** The smallest number among the alternatives, when all are numbers: the cautious reading of a conditional. */
export function leastNumber(value: Value): number | undefined {
  const numbers = value.alternatives.map((one) => (one.type === 'number' ? one.value : Number.NaN));
  return numbers.length > 0 && !numbers.some(Number.isNaN) ? Math.min(...numbers) : undefined;
}

/** The largest number that the value may be; undefined when it may be something else. */
export function mostNumber(value: Value): number | undefined {
  const numbers = value.alternatives.map((one) => (one.type === 'number' ? one.value : Number.NaN));
  return numbers.length > 0 && !numbers.some(Number.isNaN) ? Math.max(...numbers) : undefined;
}
