/** The call that made a table, through variables and methods that keep its rows. */
import type { Call, Expr, Name } from '../../syntax/ast';
import { passedBy } from '../bind';
import { onlyValue } from '../lookup';
import type { Model } from '../model';
import { parameterOf } from '../parameters';
import { FROM_FUNCTION, KEEPS } from './methods';

const MAX_STEPS = 20;

/** Undefined where there are several, or something else is done on the way. */
export function followedMaker(model: Model, frame: Expr): Call | undefined {
  let at: Expr | null | undefined = frame;
  for (let step = 0; at && step < MAX_STEPS; step += 1) {
    if (at.kind === 'name') at = valueOf(model, at);
    else if (at.kind !== 'call') return undefined;
    else if (isMaker(model, at)) return at;
    else at = at.func.kind === 'attribute' && KEEPS.has(at.func.attr) ? at.func.value : undefined;
  }
  return undefined;
}

function valueOf(model: Model, name: Name): Expr | undefined {
  const parameter = parameterOf(name);
  if (parameter) return passedBy(model, parameter.owner, parameter.param).at(0)?.value;
  return onlyValue(name);
}

function isMaker(model: Model, { func }: Call): boolean {
  return model
    .origins(func)
    .some((one) => one.kind === 'external' && FROM_FUNCTION.some(([pattern]) => pattern.test(one.name)));
}
