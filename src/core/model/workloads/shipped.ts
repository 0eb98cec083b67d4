/** Data sets that come with a library or under a well-known file name, with their sizes. */
import type { Call, Expr } from '../../syntax/ast';
import type { Model } from '../model';
import { textOf } from '../torch/modules';
import { calleeName } from '../traverse';
import { asNumber } from '../values';
import { known, numberOf, stringOf } from './fact';
import { NO_DATA, type DataFacts } from './data-facts';
import type { Fact } from '../workload';

type Size = readonly [rows: number, columns: number];

/** Rows and columns of the data sets that scikit-learn ships or fetches (its user guide, sections 8.1 and 8.2). */
const SHIPPED: Readonly<Record<string, Size>> = {
  load_iris: [150, 4],
  load_diabetes: [442, 10],
  load_digits: [1797, 64],
  load_linnerud: [20, 3],
  load_wine: [178, 13],
  load_breast_cancer: [569, 30],
  load_boston: [506, 13],
  fetch_olivetti_faces: [400, 4096],
};

/** Rows of the data sets that shap fetches (UCI repository pages, scikit-learn user guide, its own documentation). */
const EXPLAINED: Readonly<Record<string, number>> = {
  adult: 32_561,
  california: 20_640,
  diabetes: 442,
  imdb: 25_000,
  iris: 150,
  linnerud: 20,
};

/** `shap.datasets.adult(n_points=1000)`: all rows, or so many drawn ones. */
export function explained(model: Model, call: Call, name: string): DataFacts {
  const drawn = call.args.find((one) => one.name === 'n_points')?.value;
  const all = EXPLAINED[name];
  const samples = drawn ? numberOf(model, drawn) : all === undefined ? null : known(all, call);
  return { ...NO_DATA, dataset: known(name, call), samples };
}

/** People with at least so many pictures, as the examples of scikit-learn and its user guide count them. */
const FACES: Readonly<Record<number, Size>> = { 60: [1348, 2914], 70: [1288, 1850] };

export function shipped(model: Model, call: Call, name: string): DataFacts {
  const size = SHIPPED[name] ?? (name === 'fetch_lfw_people' ? facesOf(model, call) : undefined);
  return { ...NO_DATA, dataset: known(name, call), ...sizes(call, size) };
}

function sizes(call: Call, size: Size | undefined): Partial<DataFacts> {
  return size ? { samples: known(size[0], call), features: known(size[1], call) } : {};
}

function facesOf(model: Model, call: Call): Size | undefined {
  const least = call.args.find((one) => one.name === 'min_faces_per_person')?.value;
  const count = least && asNumber(model.value(least));
  return count === undefined ? undefined : FACES[count];
}

/**
 * Rows of the files that courses read again and again, as counted in copies on GitHub: where several files go by one name,
 * the longest.
 */
const FILES: readonly (readonly [name: RegExp, rows: number])[] = [
  // mwaskom/seaborn-data
  [/^iris(\.data|\.csv)?$/i, 150],
  [/^auto-?mpg(\.data|\.csv)?$|^mpg(\.csv)?$/i, 398],
  [/^penguins(\.csv)?$/i, 344],
  [/^tips(\.csv)?$/i, 244],
  [/^titanic(\.csv)?$/i, 891],
  // jbrownlee/Datasets
  [/^breast[-_]cancer(-wisconsin)?(\.data|\.csv)$/i, 699],
  [/^wine(\.data|\.csv)?$/i, 178],
  [/^winequality[-_]red\.csv$/i, 1599],
  [/^(boston|boston_?housing|housing\.data)(\.csv|\.txt)?$/i, 506],
  [/^(pima[-_]indians[-_])?diabetes(\.data)?(\.csv)?$/i, 768],
  [/^sonar(\.all-data|\.csv)?$/i, 208],
  [/^ionosphere(\.data|\.csv)?$/i, 351],
  [/^glass\.(data|csv)$/i, 214],
  [/^haberman\.(data|csv)$/i, 306],
  [/^german(_credit(_data)?)?\.(data|csv)$/i, 1000],
  [/^(wheat-)?seeds(_dataset)?\.(csv|txt)$/i, 210],
  [/^(international-)?airline-?passengers\.csv$|^AirPassengers\.csv$/i, 144],
  [/^shampoo(-sales)?\.csv$/i, 36],
  // stedy/Machine-Learning-with-R-datasets
  [/^wdbc(\.data|\.csv)?$/i, 569],
  [/^concrete(_data)?\.(csv|xls|xlsx)$/i, 1030],
  [/^insurance\.csv$/i, 1338],
  // selva86/datasets
  [/^Advertising\.csv$/, 200],
  // tekrei/pyML, jordipereiragude/dataforcourses, msalibian/STAT547O, kashifmalik962/Datasets
  [/^forest_?fires\.csv$/i, 517],
  [/^student-mat\.csv$/i, 395],
  [/^student-por\.csv$/i, 649],
  [/^airfoil_self_noise\.(dat|csv|tsv)$/i, 1503],
  [/^heart(\.csv)?$/i, 918],
  // ahmedyehia-Git/Data-Analysis-From-Scratch-With-Python
  [/^Social_Network_Ads\.csv$/i, 400],
  [/^Mall_Customers\.csv$/i, 200],
  [/^50_Startups\.csv$/i, 50],
  [/^Salary_Data\.csv$/i, 30],
  [/^Position_Salaries\.csv$/i, 10],
];

/** Large files of one data set each, whose size is in the bundled table (UCI repository pages). */
const LARGE: readonly (readonly [name: RegExp, dataset: string])[] = [
  [/^higgs\.csv(\.gz)?$/i, 'HIGGS'],
  [/^susy\.csv(\.gz)?$/i, 'SUSY'],
  [/^covtype\.(data|csv)(\.gz)?$/i, 'fetch_covtype'],
  [/^adult\.(data|csv)$/i, 'adult'],
  [/^YearPredictionMSD\.(txt|csv)$/i, 'YearPredictionMSD'],
];

const READS = /^(pandas\.read_(csv|table|excel|parquet|json|feather|pickle)|numpy\.(loadtxt|genfromtxt))$/;

/** `pd.read_csv("https://.../iris.data")`, `sns.load_dataset("penguins")`: of a well-known file at most these rows. */
export function namedFile(model: Model, call: Call, name: string): DataFacts | undefined {
  if (/^pandas\.read_sql(_query|_table)?$/.test(name)) return tableOf(model, call, name);
  if (!READS.test(name) && name !== 'seaborn.load_dataset') return undefined;
  const path = fileAt(model, call.args[0]?.value);
  if (!path) return undefined;
  const file = path.value;
  const dataset = { ...path, value: LARGE.find(([pattern]) => pattern.test(file))?.[1] ?? file };
  const found = FILES.find(([pattern]) => pattern.test(file));
  return { ...NO_DATA, dataset, samples: found ? { ...path, value: found[1] } : null };
}

/** The file at the end of a path. */
export function fileAt(model: Model, expression: Expr | undefined): Fact<string> {
  const path = stringOf(model, lastPart(expression));
  const file =
    path?.value
      .replace(/[?#].*$/, '')
      .split(/[\\/]/)
      .at(-1) ?? '';
  // `"fold" + str(n) + "_train.csv"`: the rest of a name is none.
  return !path || file === '' || /^[_.-]/.test(file) ? null : { ...path, value: file };
}

/** `read_sql_query("select * from games", connection)`, where the text ends with the name of one table. */
function tableOf(model: Model, { args: [query] }: Call, name: string): DataFacts | undefined {
  const written = query && stringOf(model, query.value);
  const text = query?.value.kind === 'fstring' ? query.value : undefined;
  const isLast = text && /\bfrom\s+\W*\{[^{}]*\}\W*$/i.test(textOf(model, text));
  const table = isLast ? stringOf(model, text.parts.at(-1)) : null;
  const named = /\bfrom\s+["'`[]?(\w[\w.-]*)["'`\]]?\s*($|;|where\b|limit\b|order\b)/i.exec(written?.value ?? '')?.[1];
  if (table) return { ...NO_DATA, dataset: table };
  const whole = name.endsWith('_table') ? written?.value : named;
  return written && whole !== undefined ? { ...NO_DATA, dataset: { ...written, value: whole } } : undefined;
}

/** What a path ends with: `os.path.join(folder, "train.csv")`, `folder + "/train.csv"`, `folder / "train.csv"`. */
function lastPart(path: Expr | undefined): Expr | undefined {
  if (path?.kind === 'binary' && /^[+/]$/.test(path.op)) return path.right;
  return path?.kind === 'call' && /^(join|Path|joinpath)$/.test(calleeName(path)) ? path.args.at(-1)?.value : path;
}

/** Keras names its data sets after modules: `keras.datasets.boston_housing.load_data()`. */
export function kerasData(call: Call, name: string): DataFacts | undefined {
  const module = /^keras\.datasets\.(\w+)/.exec(name)?.[1];
  if (module === undefined) return undefined;
  return { ...NO_DATA, dataset: known(module, call), ...sizes(call, housing(module, call)) };
}

/** Keras keeps a fifth of the houses for the test; of California it has 20,640 or, as `version="small"`, 600. */
function housing(module: string, call: Call): Size | undefined {
  if (module === 'boston_housing') return [404, 13];
  if (module !== 'california_housing') return undefined;
  const version = call.args.find((one) => one.name === 'version')?.value;
  return [version?.kind === 'constant' && version.value === 'small' ? 480 : 16_512, 8];
}
