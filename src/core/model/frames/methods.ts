/** What functions and methods of pandas give back (API reference of pandas 2.3: input/output, general functions, DataFrame, GroupBy). */
import type { Call } from '../../syntax/ast';
import type { Table } from './frame';

/** Functions whose result is a table. What `concat` and `read_pickle` give may be a series as well. */
export const FROM_FUNCTION: readonly (readonly [RegExp, 'frame' | 'either'])[] = [
  [
    /^pandas\.(io\.\w+\.(\w+\.)?)?read_(csv|table|excel|parquet|feather|json|fwf|sql(_query|_table)?|orc|stata|sas|spss|xml)$/,
    'frame',
  ],
  [/^pandas\.(core\.frame\.)?DataFrame(\.from_(dict|records))?$/, 'frame'],
  [/^pandas\.(io\.json\.)?json_normalize$/, 'frame'],
  [/^pandas\.(merge|merge_asof|merge_ordered|get_dummies|melt|wide_to_long)$/, 'frame'],
  [/^pandas\.(concat|read_pickle|read_hdf)$/, 'either'],
  [/^seaborn\.load_dataset$/, 'frame'],
];

/** Methods of a frame that give a frame of the same rows, or of some of them. */
export const KEEPS = new Set(
  (
    'copy dropna fillna drop drop_duplicates reset_index set_index sort_values sort_index rename merge join query assign ' +
    'astype replace filter select_dtypes append sample reindex reindex_like applymap round clip shift diff ffill bfill ' +
    'interpolate isna isnull notna notnull melt explode where mask rename_axis set_axis add_prefix add_suffix infer_objects ' +
    'convert_dtypes truncate between_time pct_change rank head tail'
  ).split(' '),
);

/** Methods that sum up: their result has a row for each column, each value or the few asked for. */
export const SUMMARIES = new Set(
  'describe corr cov value_counts pivot_table nlargest nsmallest agg aggregate'.split(' '),
);

export const TO_SERIES = new Set(['pop', 'squeeze', 'stack']);

/** One row for each group. */
export const AGGREGATES = new Set(
  'agg aggregate sum mean median min max count size first last std var nunique apply head tail nth'.split(' '),
);

type Give = (call: Call, owner: Table) => Table;
const frameOf: Give = (_, { few }) => ({ kind: 'frame', few });
const seriesOf: Give = (_, { few }) => ({ kind: 'series', few });
const indexed: Give = ({ args }, { few }) => ({
  kind: args.some(({ name }) => name === 'drop') ? 'series' : 'frame',
  few,
});

/** What a method of a series gives. */
export const OF_SERIES: ReadonlyMap<string, Give> = new Map<string, Give>([
  ['to_frame', frameOf],
  ['unstack', frameOf],
  ['value_counts', () => ({ kind: 'series', few: true })],
  ['reset_index', indexed],
  ...'copy dropna fillna astype replace sort_values sort_index map head tail drop_duplicates rename sample round'
    .split(' ')
    .map((name) => [name, seriesOf] as const),
]);
