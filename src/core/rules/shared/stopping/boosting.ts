/** Early stopping of XGBoost and LightGBM that has no validation data, or more patience than rounds. */
import type { Arguments } from '../../../model/arguments';
import type { Model } from '../../../model/model';
import { readSwitch, valueOf } from '../../../model/setting';
import { asNumber } from '../../../model/values';
import { textOf } from '../../../model/torch/modules';
import type { Expr } from '../../../syntax/ast';
import { spanOf } from '../../../text/span';
import { keywordEdits } from '../keyword-fix';
import { atScale, type Level, scaleNote, shortNote, unlessShort } from '../level';
import { notes } from '../notes';
import { scaleOfBoosting } from '../../../model/scale/of-fits';
import { workloadOf } from '../../../model/workloads/workload-of';
import { entriesOf, isReadable, type Stopping, stoppingOf, type Training, trainings } from './boosting-training';
import type { Defect } from './defect';

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
/** Fewer rounds of patience cost accuracy in measurements. */
const LEAST_PATIENCE = 10;

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

const LEVEL: Level = 'warning';

/** Without validation data the libraries raise, however long the run is; too much patience costs no more than the rounds. */
function defect(model: Model, training: Training, { span }: Stopping, found: Found): Defect {
  const workload = workloadOf(model, training.call);
  // Rounds that cannot be read may be any number.
  const rounds = roundsOf(model, training) ?? Infinity;
  const scale = scaleOfBoosting(model, { workload, rounds, repeats: 1 });
  const isWaste = found.facts['cause'] === 'patience';
  return {
    ...found,
    span,
    level: isWaste ? atScale(LEVEL, scale) : unlessShort(LEVEL, scale),
    notes: notes(isWaste ? scaleNote(LEVEL, scale) : shortNote(LEVEL, scale)),
    workload: workload?.id ?? null,
  };
}
