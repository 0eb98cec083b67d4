/** Support vector machines that fit probabilities which nothing in the program asks for. */
import type { Call } from '../../syntax/ast';
import type { Arguments } from '../arguments';
import { lastPart } from '../canonical';
import type { Model } from '../model';
import { asBoolean, asString, isNone } from '../values';
import { type EstimatorUses, estimatorUses, mayAsk } from './estimator-uses';

export interface UnusedProbability {
  readonly call: Call;
  readonly name: 'SVC' | 'NuSVC';
  readonly given: Arguments;
  readonly uses: EstimatorUses;
}

export function unusedProbabilities(model: Model): readonly UnusedProbability[] {
  return model
    .callsOf('sklearn.svm.SVC', 'sklearn.svm.NuSVC')
    .flatMap(({ call, name, certainty, through }): readonly UnusedProbability[] => {
      const given = model.arguments(call, []);
      const wanted = given.get('probability');
      if (through || certainty === 'may' || model.isIgnored(call) || !wanted?.argument) return [];
      const value = model.value(wanted.argument.value);
      if (asBoolean(value) !== true || value.certainty !== 'known') return [];
      const uses = estimatorUses(model, call);
      if (needsProbability(model, uses)) return [];
      return [{ call, name: lastPart(name) as UnusedProbability['name'], given, uses }];
    });
}

const PROBABILITIES = ['predict_proba', 'predict_log_proba', 'probA_', 'probB_', 'probability'];

/** True as well where what becomes of the estimator cannot be told. */
export function needsProbability(model: Model, uses: EstimatorUses): boolean {
  if (uses.escapes || mayAsk(model, uses, PROBABILITIES)) return true;
  return uses.handedTo.some(({ call, name }) => !answersWithout(model, call, name));
}

/** Calls that never ask for probabilities, whatever they are told. */
const NEVER =
  /^(builtins\.(print|repr|str|type|isinstance|len|id)|(sklearn|imblearn)\.pipeline\.(Pipeline|make_pipeline)|sklearn\.base\.clone|sklearn\.multiclass\.OneVs(Rest|One)Classifier|sklearn\.metrics\.(plot_confusion_matrix|ConfusionMatrixDisplay\.from_estimator)|sklearn\.feature_selection\.(RFE|SequentialFeatureSelector)|mlxtend\.plotting\.plot_decision_regions)$/;
/** Those that score, by what `scoring` says. */
const SCORES =
  /^(sklearn\.model_selection\.(\w*Search(CV)?|cross_val_score|cross_validate|learning_curve|validation_curve|permutation_test_score)|skopt\.BayesSearchCV|sklearn\.inspection\.permutation_importance|sklearn\.feature_selection\.RFECV)$/;
/** Scores of predicted classes, and those that take the decision function first (sklearn/metrics/_scorer.py, 1.9). */
const WITHOUT =
  /^(accuracy|balanced_accuracy|top_k_accuracy|matthews_corrcoef|roc_auc|average_precision|(f1|precision|recall|jaccard)(_\w+)?)$/;

function answersWithout(model: Model, call: Call, name: string): boolean {
  if (NEVER.test(name)) return true;
  const given = model.arguments(call, []);
  if (!given.complete) return false;
  const method = given.get('method');
  if (name === 'sklearn.model_selection.cross_val_predict')
    return !method || /^(predict|decision_function)$/.test(asString(model.value(method.value)) ?? '');
  if (!SCORES.test(name) || call.args.filter((one) => one.name === null).length > POSITIONAL) return false;
  const scoring = given.get('scoring');
  if (!scoring) return true;
  const value = model.value(scoring.value);
  if (isNone(value)) return true;
  const [only, ...others] = value.alternatives;
  if (only?.type === 'sequence' && only.items && others.length === 0)
    return only.items.every((item) => WITHOUT.test(asString(model.value(item)) ?? ''));
  return WITHOUT.test(asString(value) ?? '');
}

/** The estimator, the data, the labels: what comes behind them may be a scoring. */
const POSITIONAL = 3;
