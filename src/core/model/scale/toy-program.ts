/** Whether a program works on nothing but toy data: small sets that libraries ship or make up, and no file of its own. */
import type { Call } from '../../syntax/ast';
import { dataOf } from '../workloads/data';
import type { Model } from '../model';
import { perModel } from '../per-model';
import { TINY_ROWS } from '../workloads/workload-of';

const TOY = /^(load_(iris|digits|wine|breast_cancer|diabetes|linnerud|boston)|make_[a-z0-9_]+)$/;
/** Calls that may bring in real data. */
const REAL =
  /^(read_\w+|fetch_\w+|load_dataset|loadtxt|genfromtxt|load|load_svmlight_file|open|load_data|from_pandas)$/;

export const isToyProgram = perModel((model: Model): boolean => {
  const names = [...model.program.calledNames()];
  if (names.some((name) => REAL.test(name))) return false;
  if (isWrittenOut(model, names)) return true;
  const toys = names.filter((name) => TOY.test(name)).flatMap((name) => model.callsOf(`sklearn.datasets.${name}`));
  return (
    toys.length > 0 &&
    toys.every(({ call }) => {
      const rows = dataOf(model, call).samples;
      return rows !== null && rows.value < TINY_ROWS;
    })
  );
});

/** `pd.DataFrame([["good", 1], ["bad", 0]])`: tables whose rows stand in the program. */
function isWrittenOut(model: Model, names: readonly string[]): boolean {
  if (names.some((name) => TOY.test(name))) return false;
  const tables = model.callsOf('pandas.DataFrame');
  return tables.length > 0 && tables.every(({ call }) => isShortTable(model, call));
}

function isShortTable(model: Model, { args }: Call): boolean {
  const rows = (args.find((one) => one.name === 'data') ?? args.find((one) => one.name === null))?.value;
  if (rows?.kind === 'name' && model.program.names(rows.id).some((one) => one.parent?.kind === 'attribute'))
    return false;
  const value = rows && model.value(rows);
  const only = value?.certainty === 'known' && value.alternatives.length === 1 ? value.alternatives[0] : undefined;
  return only?.type === 'sequence' && only.items !== null && only.items.length > 0 && only.items.length < TINY_ROWS;
}
