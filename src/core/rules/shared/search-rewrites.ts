/** Rewrites a grid search into a cheaper search of scikit-learn, its import with it. */
import { removeArgument } from '../../fixes/calls';
import { indentOf, startsLine } from '../../fixes/indent';
import { reference } from '../../fixes/reference';
import type { Argument, Call } from '../../syntax/ast';
import { enclosing } from '../../syntax/walk';
import { dominantLineEnd } from '../../text/lines';
import type { TextEdit } from '../../text/span';
import { spanOf } from '../../text/span';
import { isBefore } from '../../model/configuration/versions';
import type { Model } from '../../model/model';
import type { SearchFacts } from '../../model/search/facts';
import type { Fix, ImportNeed } from '../rule';
import { HALVING_FACTOR } from '../../model/search/halving';
import { addKeywords } from './keyword-fix';

const MODULE = 'sklearn.model_selection';

/** The class is only importable after this one (scikit-learn 1.9, sklearn/experimental/enable_halving_search_cv.py). */
const EXPERIMENTAL: ImportNeed = {
  from: 'sklearn.experimental',
  name: 'enable_halving_search_cv',
  before: MODULE,
  comment: 'noqa: F401',
};

export function halvingFix(model: Model, { call, given }: SearchFacts): Fix | undefined {
  const dispatch = call.args.find((one) => one.name === 'pre_dispatch');
  // Halving came with scikit-learn 0.24.
  if (isBefore(model.version('scikit-learn', 'sklearn'), 0, 24)) return undefined;
  if (given.has('pre_dispatch') && !dispatch) return undefined;
  const renamed = renameSearch(model, call, 'HalvingGridSearchCV');
  const added = insideCall(model, call, dispatch);
  if (!renamed || !added) return undefined;
  const dropped = dispatch ? ' It has no pre_dispatch, which is dropped.' : '';
  return {
    title: 'Use HalvingGridSearchCV',
    safety: 'review',
    reason: `Candidates are ranked on samples first, so another one may win; cv_results_ gains a row for each rung.${dropped}`,
    edits: [...renamed.edits, ...added],
    imports: [EXPERIMENTAL, ...renamed.imports],
  };
}

/** The keywords that halving takes, in the place of `pre_dispatch`, which it does not, when that comes last. */
function insideCall(model: Model, call: Call, dispatch: Argument | undefined): readonly TextEdit[] | undefined {
  const text = model.program.text;
  const keywords = [`factor=${HALVING_FACTOR}`, 'random_state=0'];
  if (!dispatch) return addKeywords(model, call, keywords);
  if (dispatch !== call.args.at(-1)) {
    return [...(removeArgument(call, text, dispatch) ?? []), ...(addKeywords(model, call, keywords) ?? [])];
  }
  const separator = startsLine(text, dispatch.start)
    ? `,${dominantLineEnd(text)}${indentOf(text, dispatch.start)}`
    : ', ';
  return [{ span: spanOf(dispatch), newText: keywords.join(separator) }];
}

/** Trials of the random search that stands in for a grid; a small grid keeps its size. */
const TRIALS = 15;

export function randomFix(model: Model, { call, grid }: SearchFacts): Fix | undefined {
  const trials = Math.min(TRIALS, grid.candidates?.value ?? TRIALS);
  const renamed = renameSearch(model, call, 'RandomizedSearchCV');
  const added = addKeywords(model, call, [`n_iter=${trials}`, 'random_state=0']);
  if (!renamed || !added) return undefined;
  const keyword = call.args.find((one) => one.name === 'param_grid');
  const parameter = keyword
    ? [{ span: { start: keyword.start, end: keyword.start + 'param_grid'.length }, newText: 'param_distributions' }]
    : [];
  return {
    title: `Use RandomizedSearchCV with ${trials} trials`,
    safety: 'review',
    reason: `${trials} points of the grid are drawn at random, so the best one may be missed.`,
    edits: [...renamed.edits, ...parameter, ...added],
    imports: renamed.imports,
  };
}

interface Renamed {
  readonly edits: readonly TextEdit[];
  readonly imports: readonly ImportNeed[];
}

/** Calls another class of the module; the import of the old one is renamed when nothing else uses it. */
function renameSearch(model: Model, call: Call, name: string): Renamed | undefined {
  const { func } = call;
  if (func.kind === 'attribute' && func.attr === 'GridSearchCV') {
    const start = func.end - 'GridSearchCV'.length;
    return { edits: [{ span: { start, end: func.end }, newText: name }], imports: [] };
  }
  if (func.kind !== 'name') return undefined;
  const inImport = func.id === 'GridSearchCV' ? soleImport(model, call, name) : undefined;
  if (inImport) return { edits: [inImport, { span: spanOf(func), newText: name }], imports: [] };
  const { expression, imports } = reference(model.program, `${MODULE}.${name}`, call);
  return { edits: [{ span: spanOf(func), newText: expression }], imports };
}

/** The place of `GridSearchCV` in its import, when this call is the only use of it. */
function soleImport(model: Model, call: Call, name: string): TextEdit | undefined {
  const { program } = model;
  const isUsedElsewhere = program.names('GridSearchCV').some((one) => one !== call.func);
  if (isUsedElsewhere) return undefined;
  const statements = program.imports.filter(
    (one) =>
      one.kind === 'importfrom' && one.module === MODULE && one.names.some((each) => each.name === 'GridSearchCV'),
  );
  const [statement] = statements;
  if (!statement || statements.length > 1 || enclosing(statement, 'try')) return undefined;
  const taken =
    program.names(name).length > 0 || program.imports.some((one) => one.names.some((each) => each.name === name));
  const at = program.text.slice(statement.start, statement.end).search(/\bGridSearchCV\b(?!\s+as\b)/);
  if (taken || at < 0) return undefined;
  const start = statement.start + at;
  return { span: { start, end: start + 'GridSearchCV'.length }, newText: name };
}
