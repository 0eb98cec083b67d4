/** Finds Hugging Face trainers that evaluate but run all their epochs. */
import type { Call } from '../../syntax/ast';
import type { Arguments } from '../../model/arguments';
import type { Model } from '../../model/model';
import { readSwitch, valueOf } from '../../model/setting';
import { stopsTraining } from '../../model/trainers/hf-stopping';
import {
  type Destination,
  destinationOf,
  handsOn,
  type HfTrainer,
  TRAINING_ARGUMENTS,
  trainersTaking,
} from '../../model/trainers/hf-trainer';
import { attributeAssignments, calleeName } from '../../model/traverse';
import { leastNumber, type Value } from '../../model/values';
import { reference } from '../../fixes/reference';
import { spanOf } from '../../text/span';
import type { Finding, Fix, Rule, RuleContext } from '../rule';
import { addCallback } from '../shared/callback-list';
import { bestModelEdits, evaluationOf, type Strategy } from '../shared/hf-evaluation';
import { computedMetric } from '../shared/hf-metric';
import { atScale, lowered, scaleNote } from '../shared/level';
import { notes } from '../shared/notes';
import { patienceFor } from '../shared/patience';
import { STOPPING_SAVING } from '../shared/stopping-saving';
import { scaleOfTransformer } from '../../model/scale/of-runs';
import { workloadOf } from '../../model/workloads/workload-of';

export const rule: Rule = {
  meta: {
    id: 'hf-trainer-without-early-stopping',
    summary: 'A Hugging Face Trainer runs all its epochs, also those after the evaluation has stopped getting better.',
    category: 'stopping',
    severity: 'information',
    frameworks: ['huggingface'],
    triggers: ['TrainingArguments'],
    requires: [['Trainer'], ['num_train_epochs', /\*\*/], ['eval_dataset', /Trainer\s*\(/]],
    saving: STOPPING_SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      epochs: { default: 5, minimum: 2, description: 'Runs of at least this many epochs are reported.' },
    },
  },
  *check(model, context) {
    if (model.document.isTest) return;
    const found = model.callsOf(...TRAINING_ARGUMENTS);
    if (found.length === 0 || isSetLater(model)) return;
    for (const { call, certainty, through } of found) {
      if ((through !== null && !handsOn(model, through, LENGTH)) || model.isIgnored(call)) continue;
      const finding = findingOf(model, call, certainty === 'may' ? 1 : 0, context);
      if (finding) yield finding;
    }
  },
};

/** What a subclass may set by itself. */
const LENGTH = /\b(num_train_epochs|max_steps|eval_strategy|evaluation_strategy|load_best_model_at_end)\b/;

/** `training_args.num_train_epochs = 1` after the constructor. */
function isSetLater(model: Model): boolean {
  return ['num_train_epochs', 'max_steps'].some((name) => attributeAssignments(model, name).length > 0);
}

interface Run {
  readonly call: Call;
  readonly given: Arguments;
  readonly destination: Destination;
  readonly trainers: readonly HfTrainer[];
  readonly epochs: number;
  readonly written: Value;
}

function findingOf(model: Model, call: Call, steps: number, { options }: RuleContext): Finding | undefined {
  const run = runOf(model, call, options['epochs'] ?? 5);
  if (!run) return undefined;
  const { epochs, written, destination, given } = run;
  const workload = workloadOf(model, ...destination.runs, call);
  const level = lowered('information', steps + (written.certainty === 'default' ? 1 : 0));
  const scale = scaleOfTransformer(model, workload);
  return {
    rule: rule.meta.id,
    severity: atScale(level, scale),
    span: spanOf(call),
    message: `All ${epochs} epochs run, even if the evaluation stops getting better`,
    notes: notes(
      written.certainty === 'default' && `the number of epochs is the default of ${written.via ?? 'an option'}`,
      evaluationOf(model, given) === 'no' && 'no evaluation runs during training; it would cost one pass an epoch',
      scaleNote(level, scale),
    ),
    related: destination.runs.slice(0, 1).map((one) => ({ span: spanOf(one), message: 'The training runs here' })),
    facts: { epochs, patience: patienceIn(evaluationOf(model, given), epochs) },
    saving: STOPPING_SAVING,
    workload: workload?.id ?? null,
    fixes: fixesOf(model, run),
  };
}

/** Undefined for short runs, runs by steps, and trainers that stop, may stop, or have nothing to evaluate on. */
function runOf(model: Model, call: Call, threshold: number): Run | undefined {
  const given = model.arguments(call, ['output_dir']);
  const written = valueOf(model, given, 'num_train_epochs');
  const epochs = written && leastNumber(written);
  if (!written || epochs === undefined || epochs < threshold || !given.complete || hasSteps(model, given))
    return undefined;
  const destination = destinationOf(model, call);
  if (destination.kind !== 'trains' || isOnlySearched(destination)) return undefined;
  const trainers = trainersTaking(model, call).filter((one) => hasEvaluationData(model, one));
  if (trainers.length === 0 || trainers.some((one) => stopsTraining(model, one))) return undefined;
  return { call, given, destination, trainers, epochs, written };
}

/** The trials of a search may be pruned. */
function isOnlySearched({ runs }: Destination): boolean {
  return runs.length > 0 && runs.every((one) => calleeName(one) !== 'train');
}

function hasSteps(model: Model, given: Arguments): boolean {
  const value = valueOf(model, given, 'max_steps');
  return value !== undefined && !value.alternatives.every((one) => one.type === 'number' && one.value <= 0)
    ? true
    : value?.certainty === 'unknown';
}

function hasEvaluationData(model: Model, { given }: HfTrainer): boolean {
  return given.complete && readSwitch(model, given, 'eval_dataset') === 'on';
}

/** Counted in evaluations, of which an epoch may hold several. */
function patienceIn(evaluation: Strategy | undefined, epochs: number): number {
  return evaluation === 'steps' ? Math.max(FEWEST_BY_STEPS, patienceFor(epochs)) : patienceFor(epochs);
}

const FEWEST_BY_STEPS = 10;

/** Both calls change: the arguments keep the best checkpoint, the trainer gets the callback. */
function fixesOf(model: Model, { call, given, trainers, epochs }: Run): Fix[] {
  const [trainer, ...others] = trainers;
  if (!trainer || others.length > 0) return [];
  const metric = computedMetric(model, trainer.given.get('compute_metrics')?.value);
  const settings = bestModelEdits(model, call, given, metric);
  const { expression, imports } = reference(model.program, 'transformers.EarlyStoppingCallback', trainer.call);
  const patience = patienceIn(evaluationOf(model, given), epochs);
  const callback = `${expression}(early_stopping_patience=${patience})`;
  const added = addCallback(model, trainer.call, trainer.given, callback);
  if (!settings || !added) return [];
  const reason = `Training ends after ${patience} evaluations without a better ${metric?.name ?? 'result'}, and the best checkpoint is loaded; it saves one for each evaluation.`;
  return [{ title: 'Add EarlyStoppingCallback', safety: 'review', reason, edits: [...settings, ...added], imports }];
}
