/** Tells runs whose target is noise drawn on the spot: they time something, and no score could end them early. */
import type { Call, Expr } from '../../syntax/ast';
import type { Model } from '../model';
import type { BoostingRun } from './runs';
import { trainingData } from './evaluation';

const DRAWN = /^numpy\.random\.(randn|rand|randint|random|random_sample|normal|uniform|standard_normal|choice)$/;
const TABLES = /^(xgboost\.(Quantile)?DMatrix|lightgbm\.Dataset|catboost\.Pool)$/;

/** Nothing can be learnt from such a target. */
export function learnsNoise(model: Model, { fits }: BoostingRun): boolean {
  return (
    fits.length > 0 &&
    fits.every(({ given }) => isDrawn(model, given.get('y')?.value ?? labelOf(model, trainingData(given))))
  );
}

/** What a table of a boosting library is labelled with. */
function labelOf(model: Model, table: Expr | undefined): Expr | undefined {
  const [made] = table ? callsBehind(model, table, TABLES) : [];
  const plain = made?.args.filter(({ name, star }) => name === null && star === '') ?? [];
  return (made?.args.find(({ name }) => name === 'label') ?? plain[1])?.value;
}

const isDrawn = (model: Model, target: Expr | undefined): boolean =>
  target !== undefined && callsBehind(model, target, DRAWN).length > 0;

function callsBehind(model: Model, expression: Expr, name: RegExp): readonly Call[] {
  return model.origins(expression).flatMap((one) => (one.kind === 'result' && name.test(one.of) ? [one.call] : []));
}
