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
      hasRoundsOf(first, run) &&
      first.fits.some(({ evaluation }) => evaluation === 'held out' || evaluation === 'last is training') &&
      hasSameSettings(model, first, run) &&
      hasOtherData(model, first, run),
  );
}

/** What watches its own training data only prints; what watches nothing has to take the very rounds. */
function hasRoundsOf(first: BoostingRun, run: BoostingRun): boolean {
  const [chosen, taken] = [first.rounds?.value ?? 0, run.rounds?.value ?? 0];
  return run.fits.every(({ evaluation }) => evaluation === 'training') ? taken <= chosen : taken === chosen;
}

const isUnwatched = ({ evaluation }: BoostingFit): boolean => evaluation === 'none' || evaluation === 'training';

/** Written alike: the entries of the dictionary of parameters, or the arguments of the constructor. */
function hasSameSettings(model: Model, first: BoostingRun, run: BoostingRun): boolean {
  if ((first.form === 'estimator') !== (run.form === 'estimator')) return false;
  const settings = run.form === 'estimator' ? argumentsOf : parametersOf;
  return settings(model, first) === settings(model, run);
}

const argumentsOf = (model: Model, { call }: BoostingRun): string =>
  call.args.map((argument) => textOf(model, argument)).join();

function parametersOf(model: Model, { given }: BoostingRun): string {
  const params = given.get('params')?.value;
  const [value, ...others] = params ? model.value(params).alternatives : [];
  if (value?.type !== 'dict' || others.length > 0) return textOf(model, params);
  return [...value.entries].map(([key, entry]) => `${key}=${textOf(model, entry)}`).join();
}

/** On the very rows of the earlier run it would be that run again; a cross-validation leaves rows out of each of its runs. */
function hasOtherData(model: Model, first: BoostingRun, run: BoostingRun): boolean {
  const data = run.fits.map((fit) => textOf(model, trainingData(fit.given)));
  return first.form === 'cv' || !first.fits.some((fit) => data.includes(textOf(model, trainingData(fit.given))));
}

function textOf(model: Model, node: { readonly start: number; readonly end: number } | undefined): string {
  return node ? model.program.text.slice(node.start, node.end) : '';
}
