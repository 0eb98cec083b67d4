/** Training calls of XGBoost and LightGBM, and where they ask for early stopping. */
import type { Arguments } from '../../../model/arguments';
import type { Model } from '../../../model/model';
import { readSwitch, valueOf } from '../../../model/setting';
import { methodCallsOn } from '../../../model/traverse';
import { asNumber } from '../../../model/values';
import type { Call, Expr } from '../../../syntax/ast';
import { spanOf, type Span } from '../../../text/span';

/** `xgboost.train` 3.x and `lightgbm.train` 4.x; older releases begin the same way. */
const XGB_TRAIN = ['params', 'dtrain', 'num_boost_round', 'evals'];
const LGB_TRAIN = ['params', 'train_set', 'num_boost_round', 'valid_sets'];
const FIT = ['X', 'y'];
const XGB_ESTIMATORS = ['xgboost.XGBClassifier', 'xgboost.XGBRegressor', 'xgboost.XGBRanker'];
const LGB_ESTIMATORS = [
  'lightgbm.LGBMClassifier',
  'lightgbm.LGBMRegressor',
  'lightgbm.LGBMRanker',
  'lightgbm.LGBMModel',
];
/** Names of one LightGBM parameter (its documentation, "Parameters"); XGBoost has the second. */
const ROUNDS_TO_WAIT = ['early_stopping_round', 'early_stopping_rounds', 'early_stopping', 'n_iter_no_change'];
const CALLBACKS = ['lightgbm.early_stopping', 'xgboost.callback.EarlyStopping'];

/** One training call, with where its early stopping is asked for. */
export interface Training {
  readonly call: Call;
  readonly given: Arguments;
  /** The constructor for estimators, whose arguments count as well. */
  readonly made: { readonly call: Call; readonly given: Arguments } | null;
  readonly library: 'xgboost' | 'lightgbm';
}

export function trainings(model: Model): readonly Training[] {
  const plain = (name: string, parameters: readonly string[], library: Training['library']): Training[] =>
    model
      .callsOf(name)
      .filter(({ call, certainty }) => certainty === 'is' && !model.isIgnored(call))
      .map(({ call }) => ({ call, given: model.arguments(call, parameters), made: null, library }));
  const fitted = (names: readonly string[], library: Training['library']): Training[] =>
    model
      .callsOf(...names)
      .filter(({ call, through, certainty }) => certainty === 'is' && through === null && !model.isIgnored(call))
      .flatMap(({ call }) => {
        const made = { call, given: model.arguments(call, []) };
        return methodCallsOn(model, call, 'fit').map((fit) => ({
          call: fit,
          given: model.arguments(fit, FIT),
          made,
          library,
        }));
      });
  return [
    ...plain('xgboost.train', XGB_TRAIN, 'xgboost'),
    ...plain('lightgbm.train', LGB_TRAIN, 'lightgbm'),
    ...fitted(XGB_ESTIMATORS, 'xgboost'),
    ...fitted(LGB_ESTIMATORS, 'lightgbm'),
  ].sort((a, b) => a.call.start - b.call.start);
}

export const isReadable = ({ given, made }: Training): boolean => given.complete && (made?.given.complete ?? true);

export interface Stopping {
  readonly span: Span;
  readonly rounds: number | undefined;
  /** The call and keyword that hold the rounds; null in a dictionary or a callback. */
  readonly written: { readonly call: Call; readonly given: Arguments; readonly name: string } | null;
}

export function stoppingOf(model: Model, training: Training): Stopping | undefined {
  const places = [{ call: training.call, given: training.given }, ...(training.made ? [training.made] : [])];
  for (const { call, given } of places) {
    for (const name of ROUNDS_TO_WAIT) {
      const bound = given.get(name);
      if (!bound?.argument || readSwitch(model, given, name) !== 'on') continue;
      const value = model.value(bound.value);
      const rounds = value.certainty === 'known' ? asNumber(value) : undefined;
      if (value.certainty === 'unknown' && bound.value.kind !== 'constant') continue;
      return { span: spanOf(bound.argument), rounds, written: { call, given, name } };
    }
  }
  return fromCallbacks(model, training) ?? fromParameters(model, training);
}

function fromCallbacks(model: Model, { given }: Training): Stopping | undefined {
  const bound = given.get('callbacks');
  if (!bound) return undefined;
  for (const origin of model.callbacks(bound.value).members.flatMap((member) => model.origins(member))) {
    if (origin.kind !== 'result' || !CALLBACKS.includes(origin.of)) continue;
    const passed = model.arguments(origin.call, ['stopping_rounds']);
    const value = valueOf(model, passed, passed.has('rounds') ? 'rounds' : 'stopping_rounds');
    const rounds = value?.certainty === 'known' ? asNumber(value) : undefined;
    return { span: spanOf(origin.call), rounds, written: null };
  }
  return undefined;
}

/** LightGBM reads the rounds from `params` as well. */
function fromParameters(model: Model, { call, given, library }: Training): Stopping | undefined {
  const entries = library === 'lightgbm' ? entriesOf(model, given.get('params')?.value) : undefined;
  for (const name of entries ? ROUNDS_TO_WAIT : []) {
    const entry = entries?.get(name);
    const rounds = entry && asNumber(model.value(entry));
    if (rounds !== undefined && rounds > 0) return { span: spanOf(call), rounds, written: null };
  }
  return undefined;
}

export function entriesOf(model: Model, params: Expr | undefined): ReadonlyMap<string, Expr> | undefined {
  const { alternatives } = params ? model.value(params) : { alternatives: [] };
  const only = alternatives.length === 1 ? alternatives[0] : undefined;
  return only?.type === 'dict' && only.complete ? only.entries : undefined;
}
