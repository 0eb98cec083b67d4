/** Replaces a fold for every row by ten folds. */
import { reference } from '../../fixes/reference';
import type { Model } from '../../model/model';
import type { LeaveOneOut } from '../../model/search/leave-one-out';
import { spanOf } from '../../text/span';
import type { Fix } from '../rule';
import { isOldLibrary } from './search-fixes';

/** So many folds are the usual choice where leave-one-out costs too much. */
export const FOLDS = 10;

/** Classes are shared out evenly for these; for anything else rows are shuffled. */
const CLASSIFIES = /(Classifier(CV)?|SVC|LogisticRegression(CV)?|NB|DiscriminantAnalysis|Perceptron|NearestCentroid)$/;

/** Undefined for loops over the splits, which may count on a single row, and where the splitter is used more than once. */
export function fewerFoldsFix(model: Model, { splitter, given, estimators, uses }: LeaveOneOut): Fix | undefined {
  if (!given || uses !== 1 || isOldLibrary(model) || estimators.length === 0) return undefined;
  const isInline = given.cv === splitter;
  const last = estimators.at(-1)?.name ?? '';
  const stratified = CLASSIFIES.test(last);
  const name = stratified ? 'StratifiedKFold' : 'KFold';
  const simple = isInline && stratified;
  const { expression, imports } = reference(model.program, `sklearn.model_selection.${name}`, splitter);
  const newText = simple ? String(FOLDS) : `${expression}(n_splits=${FOLDS}, shuffle=True, random_state=0)`;
  return {
    title: `Use ${FOLDS} folds`,
    safety: 'review',
    reason:
      'Each score is that of a tenth of the rows instead of one row, so there are ten of them, and models see a tenth fewer rows.',
    edits: [{ span: spanOf(splitter), newText }],
    imports: simple ? [] : imports,
  };
}
