/** Finds searches of KerasTuner in which every trial is trained to the end. */
import { reference } from '../../fixes/reference';
import type { Model } from '../../model/model';
import { type TunerSearch, tunerSearches } from '../../model/search/keras-tuner';
import { dataSize } from '../../model/scale/data';
import { textOf } from '../../model/torch/modules';
import { asNumber, asString } from '../../model/values';
import { dataOf } from '../../model/workloads/data';
import { spanOf } from '../../text/span';
import type { Finding, Fix, Rule, RuleContext, Saving } from '../rule';
import { addCallback } from '../shared/callback-list';
import { lowered, type Level } from '../shared/level';
import { notes } from '../shared/notes';
import { hasRoom, patienceFor } from '../shared/patience';
import { quoted } from '../shared/quotes';
import { STOPPING_SAVING } from '../shared/stopping-saving';
import { swapEstimator } from '../shared/swap-estimator';
import { unquantified } from '../shared/unquantified';

const NOT_QUANTIFIED = unquantified('search', 'no measurement of KerasTuner was found');

export const rule: Rule = {
  meta: {
    id: 'keras-tuner-full-training',
    summary: 'A search of KerasTuner trains every trial to the end.',
    category: 'search',
    severity: 'information',
    frameworks: ['keras'],
    triggers: ['keras_tuner', 'kerastuner'],
    requires: [['search'], ['GridSearch', 'RandomSearch', 'BayesianOptimization']],
    saving: NOT_QUANTIFIED,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      budget: { default: 200, minimum: 10, description: 'Searches of at least so many epochs in all are reported.' },
      epochs: {
        default: 10,
        minimum: 2,
        description: 'Trials of at least so many epochs without early stopping are reported.',
      },
      combinations: { default: 12, minimum: 2, description: 'Grids of more combinations than this are reported.' },
    },
  },
  *check(model, context) {
    if (model.document.isTest) return;
    for (const one of tunerSearches(model)) {
      const found = findingOf(model, one, context);
      if (found) yield found;
    }
  },
};

const FACTOR = 3;

/** Epochs that Hyperband trains, as its code counts them (keras_tuner 1.4.8, hyperband.py): up to twice the formula of its documentation. */
function hyperbandEpochs(longest: number): number {
  const end = Math.ceil(1 + Math.log(longest) / Math.log(FACTOR));
  let total = 0;
  for (let bracket = 0; longest / FACTOR ** bracket >= 1; bracket += 1) {
    for (let round = 0, before = 0; round <= bracket; round += 1) {
      const until = Math.ceil(longest / FACTOR ** (bracket - round));
      total += Math.ceil((end / (bracket + 1)) * FACTOR ** (bracket - round)) * (until - before);
      before = until;
    }
  }
  return total;
}

/** Less than a fifth is no reason for another strategy. */
const WORTH = 0.2;

function findingOf(model: Model, one: TunerSearch, { options }: RuleContext): Finding | undefined {
  const { kind, trials, executions, epochs, search } = one;
  const isWholeGrid = kind === 'GridSearch' && (trials === null || trials > (options['combinations'] ?? 12));
  const isLarge = trials === null ? epochs >= 2 : trials * executions * epochs >= (options['budget'] ?? 200);
  const share = trials === null ? null : 1 - hyperbandEpochs(epochs) / (trials * epochs);
  const halves = isLarge && (kind !== 'GridSearch' || isWholeGrid) && (share === null || share >= WORTH);
  const runsOn = epochs >= (options['epochs'] ?? 10) && one.stops === false;
  if (one.stops === undefined || (!halves && !runsOn)) return undefined;
  const fix = halves ? hyperbandFix(model, one) : stoppingFix(model, one);
  const data = dataOf(model, search.args.find(({ name }) => name === null || name === 'x')?.value);
  const isTiny = dataSize(model, data).tiny !== null;
  const level: Level = lowered('information', isTiny || !isLarge || one.stops || one.via !== null ? 1 : 0);
  return {
    rule: rule.meta.id,
    severity: level,
    span: halves ? spanOf(one.tuner) : spanOf(search),
    message: halves ? messageOf(model, one) : `Every trial trains all ${epochs} epochs, without early stopping`,
    notes: notes(
      one.stops && 'early stopping ends some of the trials',
      one.via !== null && `the numbers are defaults of ${one.via}`,
      !isLarge && 'the search is short',
      isTiny && 'the data set is small, so the trials are short',
      trials === null && 'how many combinations there are is not known',
    ),
    related: halves
      ? [{ span: spanOf(search), message: 'The search' }]
      : [{ span: spanOf(one.tuner), message: 'The tuner' }],
    facts: { trials, executions, epochs },
    saving: halves ? savingOf(share, one) : { ...STOPPING_SAVING, scope: 'search' },
    workload: null,
    fixes: fix ? [fix] : [],
  };
}

/** Each trial costs its start as well: 62 % fewer epochs of trials of a second took 25 % less CPU time (docs/benchmarks.md). */
const STARTED = 0.4;

function savingOf(share: number | null, { trials, epochs }: TunerSearch): Saving {
  if (share === null || trials === null) return NOT_QUANTIFIED;
  const source = `Hyperband trains ${hyperbandEpochs(epochs)} epochs (KerasTuner, hyperband.py) instead of ${trials * epochs}`;
  return { scope: 'search', low: share * STARTED, typical: share, high: share, grade: 'D', source };
}

function messageOf(model: Model, { kind, trials, epochs }: TunerSearch): string {
  if (trials === null) return `Every combination of the grid is trained for all ${epochs} epochs`;
  const what = `${trials} ${kind === 'GridSearch' ? 'combinations' : 'trials'} of`;
  return model.program.mentions('EarlyStopping')
    ? `${what} up to ${epochs} epochs each: bad ones go on while they improve`
    : `${what} ${epochs} epochs each are all trained to the end`;
}

/** Arguments that Hyperband has as well (keras_tuner 1.4.8). */
const SHARED = new Set([
  ...['hypermodel', 'objective', 'seed', 'hyperparameters', 'tune_new_entries', 'allow_new_entries', 'directory'],
  ...['project_name', 'overwrite', 'executions_per_trial', 'max_retries_per_trial', 'max_consecutive_failed_trials'],
  ...['logger', 'tuner_id', 'distribution_strategy', 'max_model_size', 'optimizer', 'loss', 'metrics'],
]);
const DROPPED = new Set(['max_trials', 'alpha', 'beta', 'num_initial_points']);

function hyperbandFix(model: Model, { kind, module, tuner, given, searched, epochs }: TunerSearch): Fix | undefined {
  const bound = searched.get('epochs');
  const dropped = tuner.args.filter(({ name }) => name !== null && DROPPED.has(name));
  const isKnown = given.names.every((name) => SHARED.has(name) || DROPPED.has(name));
  // Places of arguments differ from the third on.
  const places = tuner.args.filter(({ name }) => name === null).length;
  if (!bound || !isKnown || places > 2 || tuner.args.some(({ star }) => star !== '')) return undefined;
  const isPlain = bound.value.kind === 'constant';
  const length = isPlain ? textOf(model, bound.value) : `${epochs}`;
  const swap = {
    call: tuner,
    module,
    old: kind,
    name: 'Hyperband',
    dropped,
    renamed: [],
    added: [`max_epochs=${length}`, 'factor=3'],
  };
  const done = swapEstimator(model, swap);
  return (
    done && {
      title: 'Use Hyperband',
      safety: 'review',
      reason:
        'Other combinations are tried, and those that are behind after a few epochs are given up; their number follows from max_epochs.',
      ...done,
    }
  );
}

function stoppingFix(model: Model, { search, searched, given, epochs }: TunerSearch): Fix | undefined {
  const objective = given.get('objective');
  const metric = objective && asString(model.value(objective.value));
  const length = searched.get('epochs');
  if (
    metric === undefined ||
    !metric.startsWith('val_') ||
    asNumber(model.value(length?.value ?? search)) === undefined
  )
    return undefined;
  const patience = patienceFor(epochs);
  if (!hasRoom(patience, epochs)) return undefined;
  const { expression, imports } = reference(model.program, 'keras.callbacks.EarlyStopping', search);
  const edits = addCallback(
    model,
    search,
    searched,
    `${expression}(monitor=${quoted(model, metric)}, patience=${patience})`,
  );
  return (
    edits && {
      title: 'Add EarlyStopping',
      safety: 'review',
      reason: `A trial ends after ${patience} epochs without a better ${metric}, so another one may win.`,
      edits,
      imports,
    }
  );
}
