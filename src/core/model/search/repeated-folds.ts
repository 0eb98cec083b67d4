/** Cross-validations that fit the folds again which another one has fitted: `cross_val_score`, then `cross_val_predict`. */
import type { Call } from '../../syntax/ast';
import type { Arguments } from '../arguments';
import { lastPart } from '../canonical';
import type { Model } from '../model';
import { makerOf } from './fit-calls';
import { CROSS_VALIDATION_PARAMETERS, CROSS_VALIDATIONS } from './facts';
import { readFolds } from './folds';
import { givenSame } from './same-data';
import { leftAlone } from './same-object';
import { isReproducible, sameSettings } from './same-settings';
import { runsBefore } from './straight-line';

export interface RepeatedFolds {
  readonly first: Call;
  readonly firstName: string;
  readonly second: Call;
  readonly secondName: string;
  readonly folds: number | null;
}

interface Run {
  readonly call: Call;
  readonly name: string;
  readonly given: Arguments;
}

/** Pairs of a scoring and a predicting cross-validation; two that score are one `cross_validate` and another matter. */
export function repeatedFolds(model: Model): readonly RepeatedFolds[] {
  const runs = model.callsOf(...CROSS_VALIDATIONS).map(({ call, name }): Run => {
    return { call, name: lastPart(name), given: model.arguments(call, CROSS_VALIDATION_PARAMETERS) };
  });
  return runs.flatMap((second, index) => {
    const first = runs
      .slice(0, index)
      .find((one) => predicts(one) !== predicts(second) && isRepeat(model, one, second));
    if (!first) return [];
    const folds = readFolds(model, second.given).count?.value ?? null;
    return [{ first: first.call, firstName: first.name, second: second.call, secondName: second.name, folds }];
  });
}

const predicts = ({ name }: Run): boolean => name === 'cross_val_predict';

function isRepeat(model: Model, first: Run, second: Run): boolean {
  if (!runsBefore(first.call, second.call) || model.isIgnored(second.call)) return false;
  if ([first, second].some(({ given }) => !given.complete || given.has('params') || given.has('fit_params')))
    return false;
  const same = ['X', 'y', 'groups'].every((name) => givenSame(model, first.given, second.given, name));
  return same && sameFolds(model, first, second) && sameEstimator(model, first, second);
}

function sameFolds(model: Model, first: Run, second: Run): boolean {
  const [before, after] = [readFolds(model, first.given), readFolds(model, second.given)];
  if (before.constant !== true || after.constant !== true) return false;
  const [given, other] = [first.given.get('cv'), second.given.get('cv')];
  if (!given || !other) return before.count !== null && before.count.value === after.count?.value;
  const text = (run: Run): string | undefined => {
    const cv = run.given.get('cv')?.value;
    return cv && model.program.text.slice(cv.start, cv.end);
  };
  return text(first) === text(second) && before.count !== null && before.count.value === after.count?.value;
}

function sameEstimator(model: Model, first: Run, second: Run): boolean {
  const [before, after] = [first.given.get('estimator')?.value, second.given.get('estimator')?.value];
  const [one, other] = [before && makerOf(model, before), after && makerOf(model, after)];
  if (!before || !after || !one || !other) return false;
  if (one.call === other.call) return leftAlone(model, after, first.call, second.call);
  return before === one.call && after === other.call && isReproducible(one) && sameSettings(model, one, other);
}
