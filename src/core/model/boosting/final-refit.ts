/** Tells the last run on all rows, with the settings that an earlier run was judged by. */
import type { Model } from '../model';
import { trainingData } from './evaluation';
import { type BoostingFit, type BoostingRun, boostingRuns } from './runs';

/** The same settings and rounds as an earlier run that held-out data were watched in; here there are none left to watch. */
export function isFinalRefit(model: Model, run: BoostingRun): boolean {
  if (run.form === 'cv' || run.fits.length === 0 || !run.fits.every(isUnwatched)) return false;
  return boostingRuns(model).some(
    (first) =>
      first.library === run.library &&
      first.call.start < run.call.start &&
      first.stopping !== 'set' &&
      first.rounds?.value === run.rounds?.value &&
      first.fits.some(({ evaluation }) => evaluation === 'held out' || evaluation === 'last is training') &&
      hasSameSettings(model, first, run) &&
      hasOtherData(model, first, run),
  );
}

const isUnwatched = ({ evaluation }: BoostingFit): boolean => evaluation === 'none' || evaluation === 'training';

/** Written alike: the dictionary of parameters, or the arguments of the constructor. */
function hasSameSettings(model: Model, first: BoostingRun, run: BoostingRun): boolean {
  const settings = (one: BoostingRun): string =>
    one.form === 'estimator'
      ? one.call.args.map((argument) => textOf(model, argument)).join()
      : textOf(model, one.given.get('params')?.value);
  return (first.form === 'estimator') === (run.form === 'estimator') && settings(first) === settings(run);
}

/** On the very rows of the earlier run it would be that run again; a cross-validation leaves rows out of each of its runs. */
function hasOtherData(model: Model, first: BoostingRun, run: BoostingRun): boolean {
  const data = run.fits.map((fit) => textOf(model, trainingData(fit.given)));
  return first.form === 'cv' || !first.fits.some((fit) => data.includes(textOf(model, trainingData(fit.given))));
}

function textOf(model: Model, node: { readonly start: number; readonly end: number } | undefined): string {
  return node ? model.program.text.slice(node.start, node.end) : '';
}
