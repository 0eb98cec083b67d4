/** Early stopping of XGBoost and LightGBM that has no validation data, or more patience than rounds. */
import type { Arguments } from '../../../model/arguments';
import type { Model } from '../../../model/model';
import { readSwitch, valueOf } from '../../../model/setting';
import { methodCallsOn } from '../../../model/traverse';
import { asNumber } from '../../../model/values';
import { textOf } from '../../../model/torch/modules';
import type { Call, Expr } from '../../../syntax/ast';
import { spanOf, type Span } from '../../../text/span';
import { keywordEdits } from '../keyword-fix';
import { atMost } from '../level';
import { isTiny, workloadOf } from '../workload-of';
import type { Defect } from './defect';

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
const ROUNDS = [
  'num_boost_round',
  'n_estimators',
  'num_iterations',
  'num_iteration',
  'n_iter',
  'num_trees',
  'num_tree',
  'num_round',
  'num_rounds',
  'nrounds',
  'max_iter',
];
const VALIDATION = ['eval_set', 'eval_X', 'evals', 'valid_sets'];
const CALLBACKS = ['lightgbm.early_stopping', 'xgboost.callback.EarlyStopping'];
/** Fewer rounds of patience cost accuracy in measurements. */
const LEAST_PATIENCE = 10;

/** One training call, with where its early stopping is asked for. */
interface Training {
  readonly call: Call;
  readonly given: Arguments;
  /** The constructor for estimators, whose arguments count as well. */
  readonly made: { readonly call: Call; readonly given: Arguments } | null;
  readonly library: 'xgboost' | 'lightgbm';
}

export function* boostingDefects(model: Model): Generator<Defect> {
  const reported = new Set<number>();
  for (const training of trainings(model)) {
    const stopping = stoppingOf(model, training);
    if (!stopping || !isReadable(training)) continue;
    const found = unvalidated(model, training, stopping) ?? tooPatient(model, training, stopping);
    if (!found || reported.has(found.span.start)) continue;
    reported.add(found.span.start);
    yield found;
  }
}

function trainings(model: Model): readonly Training[] {
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

const isReadable = ({ given, made }: Training): boolean => given.complete && (made?.given.complete ?? true);

interface Stopping {
  readonly span: Span;
  readonly rounds: number | undefined;
  /** The call and keyword that hold the rounds; null in a dictionary or a callback. */
  readonly written: { readonly call: Call; readonly given: Arguments; readonly name: string } | null;
}

function stoppingOf(model: Model, training: Training): Stopping | undefined {
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

function entriesOf(model: Model, params: Expr | undefined): ReadonlyMap<string, Expr> | undefined {
  const { alternatives } = params ? model.value(params) : { alternatives: [] };
  const only = alternatives.length === 1 ? alternatives[0] : undefined;
  return only?.type === 'dict' && only.complete ? only.entries : undefined;
}

function unvalidated(model: Model, training: Training, stopping: Stopping): Defect | undefined {
  const { given, call } = training;
  const passed = VALIDATION.find((name) => given.has(name));
  const empty = passed === undefined || readSwitch(model, given, passed) === 'off';
  const onlyTraining = !empty && isOnlyTraining(model, given);
  if (!empty && !onlyTraining) return undefined;
  const wanted = training.made ? 'eval_set' : training.library === 'xgboost' ? 'evals' : 'valid_sets';
  return defect(model, training, stopping, {
    message: empty
      ? `Early stopping has no validation data: ${wanted} is not set`
      : 'Early stopping watches the training data only',
    facts: { cause: empty ? 'no-validation' : 'training-data' },
    fixes: [],
    related: [{ span: spanOf(call), message: `This training gets no ${wanted}` }],
  });
}

/** `valid_sets=[train]`, `evals=[(dtrain, "train")]`, `eval_set=[(X, y)]` with the very data that is trained on. */
function isOnlyTraining(model: Model, given: Arguments): boolean {
  const data = given.get('train_set') ?? given.get('dtrain') ?? given.get('X');
  const sets = given.get('valid_sets') ?? given.get('evals') ?? given.get('eval_set');
  const listed =
    sets?.value.kind === 'name'
      ? sequenceOf(model, sets.value)
      : sets?.value.kind === 'list'
        ? sets.value.items
        : undefined;
  if (data?.value.kind !== 'name' || !listed || listed.length === 0) return false;
  const name = textOf(model, data.value);
  return listed.every((item) => {
    const first = item.kind === 'tuple' ? item.items[0] : item;
    return first?.kind === 'name' && textOf(model, first) === name;
  });
}

function sequenceOf(model: Model, expression: Expr): readonly Expr[] | undefined {
  const { alternatives } = model.value(expression);
  const only = alternatives.length === 1 ? alternatives[0] : undefined;
  return only?.type === 'sequence' ? (only.items ?? undefined) : undefined;
}

function tooPatient(model: Model, training: Training, stopping: Stopping): Defect | undefined {
  const { rounds, written } = stopping;
  const total = roundsOf(model, training);
  if (rounds === undefined || total === undefined || rounds < total) return undefined;
  const wanted = Math.max(LEAST_PATIENCE, Math.floor(total / 10));
  const edits =
    written && wanted < total ? keywordEdits(model, written.call, written.given, written.name, `${wanted}`) : undefined;
  const reason = `Training then ends after ${wanted} rounds without a better score.`;
  return defect(model, training, stopping, {
    message: `A patience of ${rounds} cannot end a training of ${total} rounds`,
    facts: { cause: 'patience', patience: rounds, rounds: total },
    fixes:
      edits && written
        ? [{ title: `Set ${written.name}=${wanted}`, safety: 'review', reason, edits, imports: [] }]
        : [],
    related: [],
  });
}

/** The boosting rounds, defaults of the libraries included; undefined where `params` may set them. */
function roundsOf(model: Model, { given, made, library }: Training): number | undefined {
  const params = given.get('params');
  const entries = params && entriesOf(model, params.value);
  if (params && (!entries || ROUNDS.some((name) => entries.has(name)))) return undefined;
  const holder = made?.given ?? given;
  const names = ROUNDS.filter((name) => holder.has(name));
  const [name, ...more] = names;
  if (more.length > 0) return undefined;
  if (name === undefined) return library === 'xgboost' && !made ? 10 : 100;
  const value = valueOf(model, holder, name);
  return value?.certainty === 'known' ? asNumber(value) : undefined;
}

type Found = Pick<Defect, 'message' | 'facts' | 'fixes' | 'related'>;

function defect(model: Model, { call }: Training, { span }: Stopping, found: Found): Defect {
  const workload = workloadOf(model, call);
  return {
    ...found,
    span,
    level: isTiny(workload) ? atMost('warning', 'hint') : 'warning',
    notes: isTiny(workload) ? ['the data set is small, so the run is short'] : [],
    workload: workload?.id ?? null,
  };
}
