/** Rewrites several `cross_val_score` into one `cross_validate` with all their scores. */
import { hidesComment } from '../../fixes/gaps';
import { indentOf } from '../../fixes/indent';
import { beginsLine } from '../../fixes/lines-of';
import { reference } from '../../fixes/reference';
import type { Model } from '../../model/model';
import type { RescoredFolds } from '../../model/search/rescored-folds';
import type { Argument, Call } from '../../syntax/ast';
import { blockOf, statementOf } from '../../syntax/walk';
import { dominantLineEnd, lineStart } from '../../text/lines';
import { spanOf, type TextEdit } from '../../text/span';
import type { Fix } from '../rule';
import { quoted } from './quotes';
import { isOldLibrary } from './search-fixes';

const NAMES = ['cv_scores', 'cv_results', 'cross_validated'];

/** The scores that calls name, each a string; undefined where one is something else, or none is given. */
function scoresOf(calls: readonly Call[]): readonly string[] | undefined {
  const values = calls.map((call) => scoringOf(call)?.value);
  const names = values.map((one) =>
    one?.kind === 'constant' && typeof one.value === 'string' ? one.value : undefined,
  );
  return names.includes(undefined) ? undefined : names.map((one) => one ?? '');
}

const scoringOf = ({ args }: Call): Argument | undefined => args.find(({ name }) => name === 'scoring');

export function crossValidateFix(model: Model, { calls, name, isExact }: RescoredFolds): Fix | undefined {
  const { text } = model.program;
  const [first] = calls;
  const statement = first && statementOf(first);
  const scores = scoresOf(calls);
  if (isOldLibrary(model)) return undefined;
  if (!first || !statement || !scores || new Set(scores).size < 2 || !name.endsWith('cross_val_score'))
    return undefined;
  // A branch may keep a score from data that it does not take.
  const block = blockOf(statement);
  if (!calls.every((call) => block.some((one) => one === statementOf(call)))) return undefined;
  const isPlain = calls.every(({ args }) => args.filter((one) => one.name === null).length <= 3);
  if (!isPlain || !beginsLine(text, statement) || calls.some((call) => hidesComment(text, call))) return undefined;
  const variable = NAMES.find((one) => !model.program.mentions(one));
  const scoring = scoringOf(first);
  if (variable === undefined || !scoring) return undefined;
  const { expression, imports } = reference(model.program, 'sklearn.model_selection.cross_validate', first);
  const list = `[${[...new Set(scores)].map((one) => quoted(model, one)).join(', ')}]`;
  const given = text.slice(first.func.end, scoring.value.start) + list + text.slice(scoring.value.end, first.end);
  const start = lineStart(text, statement.start);
  const line = `${indentOf(text, statement.start)}${variable} = ${expression}${given}${dominantLineEnd(text)}`;
  const edits: TextEdit[] = [
    { span: { start, end: start }, newText: line },
    ...calls.map((call, at) => ({
      span: spanOf(call),
      newText: `${variable}[${quoted(model, `test_${scores[at]}`)}]`,
    })),
  ];
  const fix = { title: 'Use one cross_validate for all scores', edits, imports };
  return isExact
    ? { ...fix, safety: 'safe' }
    : {
        ...fix,
        safety: 'review',
        reason: 'Without a seed each call splits or fits anew; afterwards all scores are of the same fits.',
      };
}
