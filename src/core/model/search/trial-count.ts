/** How often something repeats inside a trial, where the number may be drawn by the search itself. */
import type { Call, Expr } from '../../syntax/ast';
import { onlyValue } from '../lookup';
import type { Model } from '../model';
import { calleeName } from '../traverse';
import { asNumber, leastNumber } from '../values';

/** `drawn`: the search chooses it between two bounds, and `value` is the middle of them. */
export interface TrialCount {
  readonly value: number;
  readonly certainty: 'known' | 'default' | 'drawn';
  readonly via: string | null;
}

/** Undefined when it cannot be read. */
export function trialCount(model: Model, expression: Expr): TrialCount | undefined {
  const value = model.value(expression);
  const least = leastNumber(value);
  if (least !== undefined && value.certainty !== 'unknown') {
    return { value: least, certainty: value.certainty, via: value.via };
  }
  const draw = drawOf(expression);
  return draw ? middle(model, draw) : undefined;
}

const DRAWS = ['suggest_int', 'suggest_float', 'suggest_uniform', 'suggest_discrete_uniform'];

/** `trial.suggest_int("epochs", 5, 50)`, directly or in a variable. */
function drawOf(expression: Expr): Call | undefined {
  if (expression.kind === 'call') {
    if (DRAWS.includes(calleeName(expression))) return expression;
    const first = expression.args[0]?.value;
    return calleeName(expression) === 'int' && first ? drawOf(first) : undefined;
  }
  const value = expression.kind === 'name' ? onlyValue(expression) : undefined;
  return value && drawOf(value);
}

function middle(model: Model, draw: Call): TrialCount | undefined {
  const plain = draw.args.filter((one) => one.name === null && one.star === '').map((one) => one.value);
  const bound = (name: string, index: number): number | undefined => {
    const given = draw.args.find((one) => one.name === name)?.value ?? plain[index];
    return given ? asNumber(model.value(given)) : undefined;
  };
  const [low, high] = [bound('low', 1), bound('high', 2)];
  if (low === undefined || high === undefined) return undefined;
  return { value: Math.floor((low + high) / 2), certainty: 'drawn', via: null };
}
