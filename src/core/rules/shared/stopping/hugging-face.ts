/** Hugging Face early stopping that cannot end the run it was made for. */
import type { Arguments } from '../../../model/arguments';
import { isBefore } from '../../../model/configuration/versions';
import type { Model } from '../../../model/model';
import { addedCallbacks, stopsTraining } from '../../../model/trainers/hf-stopping';
import { type HfTrainer, hfTrainers, TRAINING_ARGUMENTS } from '../../../model/trainers/hf-trainer';
import { valueOf } from '../../../model/setting';
import { attributeAssignments, methodCallsOn } from '../../../model/traverse';
import { asNumber, isNone } from '../../../model/values';
import type { Call } from '../../../syntax/ast';
import { enclosingFunction } from '../../../syntax/walk';
import { spanOf } from '../../../text/span';
import type { Fix } from '../../rule';
import { addCallback } from '../callback-list';
import { bestModelEdits, evaluationOf, loadsBest } from '../hf-evaluation';
import { type Level, shortNote, unlessShort } from '../level';
import { notes } from '../notes';
import { scaleOfTransformer } from '../../../model/scale/of-runs';
import { workloadOf } from '../../../model/workloads/workload-of';
import type { Defect } from './defect';
import { isUsed } from './reached';

const STOPPING = 'transformers.EarlyStoppingCallback';
const DEFAULTS = { patience: 1, epochs: 3 };

interface Stopper {
  readonly call: Call;
  readonly trainer: HfTrainer;
  /** The training arguments of the trainer. */
  readonly settings: { readonly call: Call; readonly given: Arguments };
}

export function* huggingFaceDefects(model: Model): Generator<Defect> {
  const calls = model
    .callsOf(STOPPING)
    .flatMap(({ call, through }) => (through || model.isIgnored(call) ? [] : [call]));
  if (calls.length === 0 || isSetLater(model)) return;
  const reported = new Set<Call>();
  for (const trainer of hfTrainers(model)) {
    const settings = settingsOf(model, trainer);
    for (const call of settings ? stoppersOf(model, trainer) : []) {
      if (!settings || reported.has(call)) continue;
      const found = defectOf(model, { call, trainer, settings });
      if (found) reported.add(call);
      if (found) yield found;
    }
  }
  for (const call of calls) if (!reported.has(call) && !isUsed(model, call)) yield* unreached(model, call);
}

/** `args.load_best_model_at_end = True` after the constructor. */
function isSetLater(model: Model): boolean {
  const names = ['load_best_model_at_end', 'eval_strategy', 'evaluation_strategy', 'metric_for_best_model'];
  return names.some((name) => attributeAssignments(model, name).length > 0);
}

/** The one call that made the `args` of a trainer, all of it readable. */
function settingsOf(model: Model, { given }: HfTrainer): Stopper['settings'] | undefined {
  const args = given.get('args');
  const origins = args ? model.origins(args.value) : [];
  const [only] = origins;
  if (origins.length !== 1 || only?.kind !== 'result' || !TRAINING_ARGUMENTS.includes(only.of)) return undefined;
  const bound = model.arguments(only.call, ['output_dir']);
  return bound.complete ? { call: only.call, given: bound } : undefined;
}

function stoppersOf(model: Model, { call, given }: HfTrainer): readonly Call[] {
  const { members } = model.callbacks(given.get('callbacks')?.value ?? null);
  return [...members, ...addedCallbacks(model, call)]
    .flatMap((member) => model.origins(member))
    .flatMap((origin) => (origin.kind === 'result' && origin.of === STOPPING ? [origin.call] : []));
}

function defectOf(model: Model, stopper: Stopper): Defect | undefined {
  const { settings } = stopper;
  const evaluation = evaluationOf(model, settings.given);
  if (evaluation === 'no') {
    return defect(model, stopper, 'warning', {
      message: 'EarlyStoppingCallback has no evaluation during training to go by',
      facts: { cause: 'no-evaluation' },
      fixes: bestFixes(model, stopper),
    });
  }
  if (evaluation === undefined) return undefined;
  return withoutBest(model, stopper) ?? (evaluation === 'epoch' ? tooPatient(model, stopper) : undefined);
}

/** Without either setting the callback fails; since transformers 4.48 a metric alone is enough (huggingface/transformers#35101). */
function withoutBest(model: Model, stopper: Stopper): Defect | undefined {
  const { given } = stopper.settings;
  if (loadsBest(model, given) !== false) return undefined;
  const metric = valueOf(model, given, 'metric_for_best_model');
  const isEnough = metric !== undefined && !isNone(metric) && !isBefore(model.version('transformers'), 4, 48);
  if (isEnough) return undefined;
  return defect(model, stopper, 'warning', {
    message: 'EarlyStoppingCallback needs load_best_model_at_end=True',
    facts: { cause: 'no-best-model' },
    fixes: bestFixes(model, stopper),
  });
}

function bestFixes(model: Model, { settings }: Stopper): Fix[] {
  const edits = bestModelEdits(model, settings.call, settings.given);
  const reason = 'It saves a checkpoint for each evaluation, and the run can end before its last epoch.';
  if (!edits || edits.length === 0) return [];
  return [{ title: 'Set load_best_model_at_end=True', safety: 'review', reason, edits, imports: [] }];
}

function tooPatient(model: Model, stopper: Stopper): Defect | undefined {
  const { call, settings } = stopper;
  const given = model.arguments(call, ['early_stopping_patience', 'early_stopping_threshold']);
  const patience = valueOf(model, given, 'early_stopping_patience');
  const written = valueOf(model, settings.given, 'num_train_epochs');
  const waits = patience ? asNumber(patience) : DEFAULTS.patience;
  const epochs = written ? asNumber(written) : DEFAULTS.epochs;
  if (waits === undefined || epochs === undefined || waits < epochs || settings.given.has('max_steps'))
    return undefined;
  const known = (patience?.certainty ?? 'known') === 'known' && (written?.certainty ?? 'known') === 'known';
  return defect(model, stopper, known && epochs > 5 ? 'warning' : 'information', {
    message: `A patience of ${waits} evaluations cannot end a run of ${epochs} epochs`,
    facts: { cause: 'patience', patience: waits, epochs },
    fixes: [],
  });
}

type Found = Pick<Defect, 'message' | 'fixes' | 'facts'>;

function defect(model: Model, { call, trainer, settings }: Stopper, level: Level, found: Found): Defect {
  const workload = workloadOf(model, ...methodCallsOn(model, trainer.call, 'train'), settings.call);
  const scale = scaleOfTransformer(model, workload);
  return {
    ...found,
    span: spanOf(call),
    level: unlessShort(level, scale),
    notes: notes(shortNote(level, scale)),
    related: [{ span: spanOf(settings.call), message: 'The training arguments of its Trainer' }],
    workload: workload?.id ?? null,
  };
}

function* unreached(model: Model, call: Call): Generator<Defect> {
  const owner = enclosingFunction(call);
  const trainer = hfTrainers(model).find((one) => one.call.start > call.end && enclosingFunction(one.call) === owner);
  const settings = trainer && settingsOf(model, trainer);
  if (!trainer?.given.complete || !settings || stopsTraining(model, trainer)) return;
  const target = call.parent?.kind === 'assign' ? call.parent.targets[0] : undefined;
  const reason = 'The run can then end before its last epoch; it saves a checkpoint for each evaluation.';
  const edits = target?.kind === 'name' ? addCallback(model, trainer.call, trainer.given, target.id) : undefined;
  const best = bestModelEdits(model, settings.call, settings.given);
  const isTooPatient =
    evaluationOf(model, settings.given) !== 'steps' && tooPatient(model, { call, trainer, settings }) !== undefined;
  yield defect(model, { call, trainer, settings }, 'warning', {
    message: 'This EarlyStoppingCallback is never passed to a Trainer',
    facts: { cause: 'unreached' },
    fixes:
      edits && best && target?.kind === 'name' && !isTooPatient
        ? [
            {
              title: `Add ${target.id} to the callbacks`,
              safety: 'review',
              reason,
              edits: [...edits, ...best],
              imports: [],
            },
          ]
        : [],
  });
}
