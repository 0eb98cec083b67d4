/** The parameters of a boosting call: its arguments, and the entries of the `params` dictionary that it is given. */
import type { Expr } from '../../syntax/ast';
import type { Arguments } from '../arguments';
import type { Model } from '../model';

export interface Parameters {
  get(name: string): Expr | undefined;
  /** The same, in the `params` dictionary only. */
  inDictionary(name: string): Expr | undefined;
  /** False when `**kwargs` or `params` may hold more than was found. */
  readonly complete: boolean;
}

export function parametersOf(model: Model, given: Arguments): Parameters {
  const params = given.get('params');
  const entries = new Map<string, Expr>();
  const complete = params ? addEntries(model, params.value, entries) : true;
  return {
    get: (name) => given.get(name)?.value ?? entries.get(name),
    inDictionary: (name) => entries.get(name),
    complete: complete && given.complete,
  };
}

/** Of several possible dictionaries all entries count: what is set on one path may be set. */
function addEntries(model: Model, params: Expr, entries: Map<string, Expr>): boolean {
  const { alternatives } = model.value(params);
  let complete = alternatives.length > 0;
  for (const one of alternatives) {
    if (one.type === 'dict') {
      for (const [key, value] of one.entries) entries.set(key, value);
      complete &&= one.complete;
    } else if (one.type !== 'none') complete = false;
  }
  return complete;
}
