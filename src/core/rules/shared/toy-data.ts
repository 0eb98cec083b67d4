/** Data sets of a few hundred rows that a program names: a trial over them takes a moment. */
import type { Model } from '../../model/model';
import { perModel } from '../../model/per-model';
import { asNumber } from '../../model/values';
import { TINY_ROWS } from './workload-of';

const LOADERS = ['load_iris', 'load_digits', 'load_wine', 'load_breast_cancer', 'load_diabetes', 'load_boston'];
const MAKERS = ['make_classification', 'make_regression', 'make_moons', 'make_circles', 'make_blobs'];

/** True when all data that the program names comes from scikit-learn's small sets, or is made up in few rows. */
export const usesToyRows = perModel(
  (model) => LOADERS.some((name) => model.program.mentions(name)) || MAKERS.some((name) => isMadeSmall(model, name)),
);

/** A hundred rows where none are asked for. */
function isMadeSmall(model: Model, maker: string): boolean {
  const calls = model.program.calls(maker);
  return (
    calls.length > 0 &&
    calls.every((call) => {
      const given = model.arguments(call, ['n_samples']).get('n_samples');
      const rows = given ? asNumber(model.value(given.value)) : 100;
      return rows !== undefined && rows < TINY_ROWS;
    })
  );
}
