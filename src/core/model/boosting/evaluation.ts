/** What a boosting run is evaluated on while it trains: held-out data, the training data only, or nothing. */
import type { Expr } from '../../syntax/ast';
import type { Arguments } from '../arguments';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { isNone } from '../values';

/** `last is training`: held-out data are there, but XGBoost watches the last set. */
export type Evaluation = 'none' | 'training' | 'last is training' | 'held out' | 'unknown';

export function evaluationOf(model: Model, given: Arguments, names: readonly string[]): Evaluation {
  const bound = names.map((name) => given.get(name)).find((one) => one !== undefined);
  if (!bound) return given.complete ? 'none' : 'unknown';
  const value = model.value(bound.value);
  if (isNone(value)) return 'none';
  const training = textOf(model, trainingData(given));
  const sets = setsIn(bound.value);
  if (sets.length === 0) return isEmptyList(bound.value) ? 'none' : 'held out';
  const own = sets.map((one) => training !== null && textOf(model, one) === training);
  if (own.every(Boolean)) return 'training';
  return own.at(-1) === true ? 'last is training' : 'held out';
}

/** What a run is trained on. */
export function trainingData(given: Arguments): Expr | undefined {
  return (given.get('dtrain') ?? given.get('train_set') ?? given.get('pool') ?? given.get('X'))?.value;
}

function textOf(model: Model, expression: Expr | undefined): string | null {
  return expression ? model.program.text.slice(expression.start, expression.end) : null;
}

/** The data of each set: `d` of `[(d, "eval")]`, `X` of `[(X, y)]`, and of a single pair or pool. */
function setsIn(expression: Expr): readonly Expr[] {
  const literal = literalOf(expression);
  if (literal.kind === 'list') return literal.items.map(dataOf);
  if (literal.kind !== 'tuple') return [literal];
  return literal.items.every((item) => item.kind === 'tuple') ? literal.items.map(dataOf) : [dataOf(literal)];
}

function dataOf(set: Expr): Expr {
  const literal = literalOf(set);
  const first = literal.kind === 'tuple' || literal.kind === 'list' ? literal.items[0] : undefined;
  return first ?? set;
}

function isEmptyList(expression: Expr): boolean {
  const literal = literalOf(expression);
  return (literal.kind === 'list' || literal.kind === 'tuple') && literal.items.length === 0;
}

/** The only literal that a variable holds; the expression itself otherwise. */
function literalOf(expression: Expr): Expr {
  if (expression.kind !== 'name') return expression;
  const bindings = reachingBindings(expression);
  const only = bindings.length === 1 ? bindings[0] : undefined;
  const value = only?.kind === 'assign' && only.path.length === 0 ? only.value : null;
  return value?.kind === 'list' || value?.kind === 'tuple' ? value : expression;
}
