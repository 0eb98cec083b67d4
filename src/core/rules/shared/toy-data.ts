/** Whether a program works on nothing but toy data: small sets that libraries ship or make up, and no file of its own. */
import { dataOf } from '../../model/workloads/data';
import type { Model } from '../../model/model';
import { perModel } from '../../model/per-model';
import { TINY_ROWS } from './workload-of';

const TOY = /^(load_(iris|digits|wine|breast_cancer|diabetes|linnerud|boston)|make_[a-z0-9_]+)$/;
/** Calls that may bring in real data. */
const REAL =
  /^(read_\w+|fetch_\w+|load_dataset|loadtxt|genfromtxt|load|load_svmlight_file|open|load_data|from_pandas)$/;

export const isToyProgram = perModel((model: Model): boolean => {
  const names = [...model.program.calledNames()];
  if (names.some((name) => REAL.test(name))) return false;
  const toys = names.filter((name) => TOY.test(name)).flatMap((name) => model.callsOf(`sklearn.datasets.${name}`));
  return (
    toys.length > 0 &&
    toys.every(({ call }) => {
      const rows = dataOf(model, call).samples;
      return rows !== null && rows.value < TINY_ROWS;
    })
  );
});
