/** Finds CSV files of which more is read than is used: columns that nothing looks at, and the same file again and again. */
import { addKeyword } from '../../fixes/calls';
import { type ColumnRead, csvReads, type RepeatedRead } from '../../model/frames/csv-reads';
import { rowsOf } from '../../model/frames/rows';
import type { Model } from '../../model/model';
import { iterations } from '../../model/search/iterations';
import { TINY_ROWS } from '../../model/workloads/workload-of';
import { spanOf } from '../../text/span';
import type { Finding, Fix, Rule, RuleContext, Saving } from '../rule';
import { notes } from '../shared/notes';
import { quoted } from '../shared/quotes';
import { isInTimedCell } from '../shared/timed-between';

const SAVING: Saving = {
  scope: 'prep',
  low: 0.2,
  typical: 0.48,
  high: 0.75,
  grade: 'C',
  source:
    '3 of 21 columns with usecols: 42 to 56 % of the CPU-seconds of reading, 47 to 55 % of a program (docs/benchmarks.md)',
};

export const rule: Rule = {
  meta: {
    id: 'csv-read-more-than-used',
    summary: 'More of a CSV file is read than is used.',
    category: 'classical',
    severity: 'information',
    frameworks: ['pandas'],
    triggers: ['read_csv', 'read_table'],
    requires: [['pandas']],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      columns: {
        default: 8,
        minimum: 1,
        description: 'Tables of which at most so many columns are used are reported.',
      },
    },
  },
  *check(model, context) {
    if (model.document.isTest) return;
    for (const one of csvReads(model)) {
      if (isInTimedCell(model, one.call)) continue;
      const found = one.kind === 'columns' ? ofColumns(model, one, context) : ofRepeated(model, one);
      if (found) yield found;
    }
  },
};

/** What was measured is 3 of 21 columns; a few that nobody uses cost little. */
const MANY = 5;

function ofColumns(model: Model, one: ColumnRead, { options }: RuleContext): Finding | undefined {
  const { call, used, all } = one;
  const rows = rowsOf(model, call);
  if (used.length > (options['columns'] ?? 8) || (rows !== null && rows < TINY_ROWS)) return undefined;
  if (all === null ? !one.picks : all <= used.length) return undefined;
  const fix = one.depends ? undefined : usecolsFix(model, one);
  const few = used.length === 1 ? 'only one is' : `only ${used.length} are`;
  return {
    rule: rule.meta.id,
    severity: all !== null && all - used.length >= MANY ? 'information' : 'hint',
    span: spanOf(call),
    message: `${all === null ? 'All' : `All ${all}`} columns of the file are parsed, and ${few} used`,
    notes: notes(
      all === null && 'how many columns the file has is not known',
      one.depends && 'no fix: some columns are read on some paths only, and usecols asks for all',
    ),
    related: [],
    facts: { used: used.length, columns: all, rows },
    saving: SAVING,
    workload: null,
    fixes: fix ? [fix] : [],
  };
}

function usecolsFix(model: Model, { call, used }: ColumnRead): Fix | undefined {
  if (used.some((name) => /["'\\\n]/.test(name))) return undefined;
  const list = `[${used.map((name) => quoted(model, name)).join(', ')}]`;
  const edits = addKeyword(call, model.program.text, 'usecols', list);
  return edits && { title: 'Add usecols', safety: 'safe', edits, imports: [] };
}

/** Two turns would save half. */
function savingOf(turns: number | null): Saving {
  const [low, typical] = turns === null ? [0.5, 0.9] : [1 - 1 / turns, 1 - 1 / turns];
  const source =
    turns === null
      ? 'one read instead of one for each turn, of which there are two or more'
      : `one read instead of ${turns}`;
  return { scope: 'prep', low, typical, high: turns === null ? 0.99 : typical, grade: 'D', source };
}

function ofRepeated(model: Model, { call, place }: RepeatedRead): Finding | undefined {
  const turns = place.kind === 'for' ? (iterations(model, place.iter)?.value ?? null) : null;
  const rows = rowsOf(model, call);
  if (turns === 1) return undefined;
  const isTiny = rows !== null && rows < TINY_ROWS;
  return {
    rule: rule.meta.id,
    severity: isTiny ? 'hint' : 'information',
    span: spanOf(call),
    message: `The same CSV file is parsed again ${place.kind === 'function' ? 'for every item' : 'in every turn of the loop'}`,
    notes: notes('read it once before, or keep it as Parquet or Feather', isTiny && 'the file has few rows'),
    related: [],
    facts: { turns, used: null, rows },
    saving: savingOf(turns),
    workload: null,
    fixes: [],
  };
}
