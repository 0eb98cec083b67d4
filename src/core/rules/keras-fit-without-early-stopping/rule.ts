/** Finds Keras fits that run all their epochs because nothing stops them. */
import type { Model } from '../../model/model';
import { scaleOfKeras } from '../../model/scale/of-runs';
import { spanOf } from '../../text/span';
import type { Finding, Rule, RuleContext } from '../rule';
import { hasScheduleOfFixedLength, isCrossValidated, isIntended } from '../shared/keras-context';
import { epochsOf, isDemonstration, type KerasFit, kerasFits, validates } from '../../model/trainers/keras-fit';
import { annealsOverEpochs } from '../shared/annealed-weight';
import { type HistoryUse, historyUse } from '../shared/keras-history';
import { cyclesRate } from '../shared/keras-monitor';
import { earlyStoppingFixes } from '../shared/keras-stopping-fix';
import { wrapperFits } from '../../model/trainers/keras-wrappers';
import { atScale, type Level, lowered, scaleNote } from '../shared/level';
import { notes } from '../shared/notes';
import { kerasPlateau } from '../../model/trainers/plateau';
import { schedulesOverEpochs, sweepsRate } from '../shared/scheduler-callback';
import { patienceBeside, plateauNote } from '../shared/patience';
import { lacksItsStopping } from '../shared/stopping/keras';
import { STOPPING_SAVING } from '../shared/stopping-saving';
import { workloadOf } from '../../model/workloads/workload-of';
import { perSite } from '../shared/per-site';

export const rule: Rule = {
  meta: {
    id: 'keras-fit-without-early-stopping',
    summary: 'A Keras fit runs all its epochs, also those after the model has stopped improving.',
    category: 'stopping',
    severity: 'warning',
    frameworks: ['keras'],
    triggers: ['fit', 'KerasClassifier', 'KerasRegressor'],
    requires: [
      // A script whose model another file builds names Keras nowhere.
      ['keras', 'tensorflow', /\bTF[A-Z]\w+/, /\bepochs\s*=/],
      [/\bfit(?:_generator)?\s*\(\s*[^)\s]/, 'KerasClassifier', 'KerasRegressor'],
    ],
    saving: STOPPING_SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      epochs: { default: 20, minimum: 2, description: 'Fits of more epochs than this are a warning.' },
      'advice-epochs': {
        default: 10,
        minimum: 1,
        description: 'Fits of more epochs than this are information, of exactly as many a hint.',
      },
    },
  },
  *check(model, context) {
    if (model.document.isTest) return;
    for (const fit of [...kerasFits(model), ...wrapperFits(model)]) yield* findingsAt(model, fit, context);
  },
};

const findingsAt = perSite(
  (fit: KerasFit) => fit.call,
  (model, fit, context) => {
    const found = findingOf(model, fit, context);
    return found ? [found] : [];
  },
);

const VALIDATED = 'even if the validation loss stops improving';
const UNVALIDATED = 'and no validation data could end them early';

function findingOf(model: Model, fit: KerasFit, context: RuleContext): Finding | undefined {
  const epochs = epochsOf(model, fit);
  const level = epochs && levelOf(epochs.count, context);
  if (!epochs || !level || isDemonstration(model, fit) || mayStop(model, fit)) return undefined;
  const workload = workloadOf(model, fit.call);
  const history = historyUse(model, fit.call, epochs.count);
  if (history.kind === 'indexed' || isIntended(model, fit, workload) || lacksItsStopping(model, fit)) return undefined;
  if (sweepsRate(model, fit)) return undefined;
  const validated = validates(model, fit);
  const anneals = annealsOverEpochs(model, fit);
  const plateau = kerasPlateau(model, fit.given);
  const doubts = [
    ...doubtsOf(model, fit, history),
    ...notes(anneals && 'a callback moves a weight of the loss along all epochs'),
  ];
  const steps = (epochs.value.certainty === 'default' ? 1 : 0) + (validated ? 0 : 1);
  const asFound = doubts.length > 0 ? 'hint' : lowered(level, steps);
  const scale = scaleOfKeras(model, fit);
  return {
    rule: rule.meta.id,
    severity: atScale(asFound, scale),
    span: spanOf(fit.call),
    message: `All ${epochs.count} epochs run, ${validated ? VALIDATED : UNVALIDATED}`,
    notes: notes(
      epochs.value.certainty === 'default' &&
        `the number of epochs is the default of ${epochs.value.via ?? 'an option'}`,
      !validated && 'validation_split=0.1 would give early stopping something to watch',
      ...doubts,
      validated && plateauNote(plateau, epochs.count),
      validated && cyclesRate(model, fit) && 'early stopping has to wait longer than a cycle of the learning rate',
      scaleNote(asFound, scale),
    ),
    related: [],
    facts: { epochs: epochs.count, patience: patienceBeside(plateau, epochs.count) ?? null, validation: validated },
    saving: STOPPING_SAVING,
    workload: workload?.id ?? null,
    fixes: validated && !anneals ? earlyStoppingFixes(model, fit, epochs.count, history) : [],
  };
}

/** Exactly at a threshold counts at the lower severity. */
function levelOf(epochs: number, { options }: RuleContext): Level | undefined {
  const advice = options['advice-epochs'] ?? 10;
  if (epochs > (options['epochs'] ?? 20)) return 'warning';
  if (epochs > advice) return 'information';
  return epochs === advice ? 'hint' : undefined;
}

/** A callback stops the fit, or may: one that cannot be followed, or arguments that cannot be read. */
function mayStop(model: Model, { given }: KerasFit): boolean {
  const callbacks = given.get('callbacks');
  if (!callbacks) return !given.complete;
  const facts = model.callbacks(callbacks.value);
  return facts.stops || !facts.complete;
}

/** A constructor of a wrapper stands for the fits that scikit-learn makes: neither model nor data are seen there. */
const isWrapper = ({ call, receiver }: KerasFit): boolean => call === receiver;

/** Each makes the finding a hint. */
function doubtsOf(model: Model, fit: KerasFit, history: HistoryUse): string[] {
  return notes(
    (hasScheduleOfFixedLength(model, fit) || schedulesOverEpochs(model, fit)) &&
      'the learning rate schedule is laid out over all epochs',
    history.kind === 'plotted' && 'the history is plotted over a fixed number of epochs',
    isCrossValidated(fit) && 'the fit runs once for each fold',
    isWrapper(fit) && 'what scikit-learn fits it on, and how often, is decided elsewhere',
  );
}
