/** Finds tables of pandas that are gone through row by row. */
import { type RowLoop, rowLoops } from '../../model/frames/row-loops';
import { rowsOf, scaleOfRows } from '../../model/frames/rows';
import { tableAt } from '../../model/frames/frame';
import type { Model } from '../../model/model';
import { textOf } from '../../model/torch/modules';
import type { Node } from '../../syntax/ast';
import { statementOf } from '../../syntax/walk';
import { spanOf } from '../../text/span';
import type { Finding, Related, Rule, RuleContext, Saving } from '../rule';
import { atScale, type Level, scaleNote } from '../shared/level';
import { notes } from '../shared/notes';
import { inCode } from '../shared/in-block';
import { rowFix } from '../shared/row-fix';
import { crossesCells, isInTimedCell } from '../shared/timed-between';

const SAVING: Saving = {
  scope: 'prep',
  low: 0.95,
  typical: 0.98,
  high: 0.999,
  grade: 'C',
  source:
    '100,000 rows with iterrows against itertuples and whole columns: 98 and 99.9 % of the CPU-seconds (docs/benchmarks.md)',
};
const SAVING_OF_APPLY: Saving = {
  ...SAVING,
  low: 0.98,
  typical: 0.994,
  high: 0.999,
  source:
    '100,000 rows with apply(axis=1) against whole columns: more than 99 % of the CPU-seconds (docs/benchmarks.md)',
};

export const rule: Rule = {
  meta: {
    id: 'row-by-row-pandas',
    summary: 'A table of pandas is gone through row by row, where columns are computed at once.',
    category: 'classical',
    severity: 'warning',
    frameworks: ['pandas'],
    triggers: ['iterrows', 'apply', 'progress_apply', 'range'],
    requires: [['pandas'], [inCode('\\.iterrows\\(|axis\\s*=|range\\(')]],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      rows: { default: 100, minimum: 10, description: 'Tables with more rows than this are reported.' },
    },
  },
  *check(model, context) {
    if (model.document.isTest) return;
    for (const group of groups(model)) {
      const found = findingOf(model, group, context);
      if (found) yield found;
    }
  },
};

/** Functions that are applied to one table in one block are one finding. */
function groups(model: Model): Iterable<readonly [RowLoop, ...RowLoop[]]> {
  const found = new Map<unknown, [RowLoop, ...RowLoop[]]>();
  for (const one of rowLoops(model)) {
    const at = statementOf(nodeOf(one));
    const place = one.kind === 'apply' ? `${at?.parent?.start}:${textOf(model, one.frame)}` : one;
    const group = found.get(place);
    if (group && !crossesCells(model, nodeOf(group[0]), nodeOf(one))) group.push(one);
    else found.set(group ? one : place, [one]);
  }
  return found.values();
}

const nodeOf = (one: RowLoop): Node => (one.kind === 'index' ? one.loop : one.call);

/** Seconds of one row, measured with pandas 3.1.1 on one core. */
const COST: Readonly<Record<RowLoop['kind'], number>> = { iterrows: 2e-5, apply: 5e-6, index: 3e-5 };
const MESSAGE: Readonly<Record<RowLoop['kind'], string>> = {
  iterrows: 'iterrows builds a Series for every row of the table',
  apply: 'A Python function runs for every row, where columns compute at once',
  index: 'The table is read one row at a time, where columns compute at once',
};

function findingOf(
  model: Model,
  group: readonly [RowLoop, ...RowLoop[]],
  { options }: RuleContext,
): Finding | undefined {
  const [one, ...others] = group;
  const at = one.kind === 'index' ? one.loop.iter : one.call;
  const rows = rowsOf(model, one.frame);
  if ((rows !== null && rows <= (options['rows'] ?? 100)) || isInTimedCell(model, at)) return undefined;
  const scale = scaleOfRows(model, nodeOf(one), rows, COST[one.kind] * group.length);
  const level: Level = tableAt(model, one.frame)?.given ? 'hint' : 'warning';
  const fix = rowFix(model, one);
  return {
    rule: rule.meta.id,
    severity: atScale(level, scale),
    span: spanOf(at),
    message: MESSAGE[one.kind],
    notes: notes(
      !fix && ADVICE[one.kind],
      level === 'hint' ? 'nothing but an annotation says what the table is' : scaleNote(level, scale),
    ),
    related: [
      ...relatedTo(one),
      ...others.map((other) => ({ span: spanOf(nodeOf(other)), message: 'And here once more' })),
    ],
    facts: { rows, kind: one.kind },
    saving: one.kind === 'apply' ? SAVING_OF_APPLY : SAVING,
    workload: null,
    fixes: fix ? [fix] : [],
  };
}

const ADVICE: Readonly<Record<RowLoop['kind'], string>> = {
  iterrows: 'itertuples() gives the rows without a Series each; arithmetic on whole columns needs no loop',
  apply: 'write the arithmetic with whole columns; numpy.where and Series.map stand for conditions and look-ups',
  index: 'compute with whole columns, or take them out of the loop with to_numpy()',
};

function relatedTo(one: RowLoop): readonly Related[] {
  if (one.kind === 'index') return [{ span: spanOf(one.access), message: 'One row is read here' }];
  return one.kind === 'apply' && one.run.kind === 'function'
    ? [{ span: { start: one.run.start, end: one.run.body[0]?.start ?? one.run.end }, message: 'It runs this' }]
    : [];
}
