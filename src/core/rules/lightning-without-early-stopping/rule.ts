/** Finds Lightning trainers that run all their epochs although the module logs a validation metric. */
import type { Arguments } from '../../model/arguments';
import type { Model } from '../../model/model';
import type { Call } from '../../syntax/ast';
import { fittingTrainers, type LightningTrainer } from '../../model/trainers/lightning';
import { readSwitch, valueOf } from '../../model/setting';
import { attributeAssignments } from '../../model/traverse';
import { leastNumber } from '../../model/values';
import { spanOf } from '../../text/span';
import type { Finding, Fix, Rule, RuleContext } from '../rule';
import { addCallback } from '../shared/callback-list';
import { configuresFixedSchedule } from '../shared/fixed-schedule';
import { atScale, type Level, lowered, scaleNote } from '../shared/level';
import type { Monitor } from '../shared/lightning-monitor';
import { lightningStopping, patienceNote, patienceOf, watched } from '../shared/lightning-stopping-fix';
import { notes } from '../shared/notes';
import { isReinforcement } from '../shared/special-training';
import { STOPPING_SAVING } from '../shared/stopping-saving';
import { fittedModule, scaleOfLightning } from '../../model/scale/of-runs';
import { workloadOf } from '../../model/workloads/workload-of';

export const rule: Rule = {
  meta: {
    id: 'lightning-without-early-stopping',
    summary: 'A Lightning Trainer runs all its epochs, also those after the validation metric has stopped improving.',
    category: 'stopping',
    severity: 'information',
    frameworks: ['lightning'],
    triggers: ['lightning'],
    requires: [['Trainer'], ['fit'], ['max_epochs', /\*\*/], [/val|dev/i]],
    saving: STOPPING_SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      epochs: { default: 20, minimum: 2, description: 'Runs of at least this many epochs are reported.' },
    },
  },
  *check(model, context) {
    if (model.document.isTest || isReinforcement(model)) return;
    for (const trainer of fittingTrainers(model)) {
      const found = findingOf(model, trainer, context);
      if (found) yield found;
    }
  },
};

function findingOf(model: Model, trainer: LightningTrainer, { options }: RuleContext): Finding | undefined {
  const { call, given, fits, certainty } = trainer;
  const written = valueOf(model, given, 'max_epochs');
  const epochs = written && leastNumber(written);
  if (!written || epochs === undefined || epochs < (options['epochs'] ?? 20)) return undefined;
  if (isLimitedOtherwise(model, given) || mayStop(model, given)) return undefined;
  const monitor = watched(model, trainer);
  if (!monitor) return undefined;
  const workload = workloadOf(model, ...fits, call);
  const doubts = doubtsOf(model, fits, epochs);
  const scale = scaleOfLightning(model, { module: fittedModule(fits), epochs, workload });
  const steps = (written.certainty === 'default' ? 1 : 0) + (certainty === 'may' ? 1 : 0);
  const level: Level = doubts.length > 0 ? 'hint' : lowered('information', steps);
  return {
    rule: rule.meta.id,
    severity: atScale(level, scale),
    span: spanOf(call),
    message: `All ${epochs} epochs run, even if ${shortened(monitor.key)} stops improving`,
    notes: notes(
      written.certainty === 'default' && `the number of epochs is the default of ${written.via ?? 'an option'}`,
      ...doubts,
      patienceNote(model, trainer, epochs),
      scaleNote(level, scale),
    ),
    related: fits.slice(0, 1).map((fit) => ({ span: spanOf(fit), message: 'The training runs here' })),
    facts: { epochs, patience: patienceOf(model, trainer, epochs) ?? null, monitor: monitor.key },
    saving: STOPPING_SAVING,
    workload: workload?.id ?? null,
    fixes: fixesOf(model, trainer, epochs, monitor),
  };
}

const shortened = (key: string): string => (key.length > 24 ? 'the validation metric' : key);

/** Pre-training by steps, a development run, or no validation at all. */
function isLimitedOtherwise(model: Model, given: Arguments): boolean {
  const steps = valueOf(model, given, 'max_steps');
  if (steps && !steps.alternatives.every((one) => one.type === 'number' && one.value === -1)) {
    if (readSwitch(model, given, 'max_steps') === 'on') return true;
  }
  if (['max_time', 'fast_dev_run', 'overfit_batches'].some((name) => readSwitch(model, given, name) === 'on'))
    return true;
  const validation = readSwitch(model, given, 'limit_val_batches');
  return validation === 'off' || given.has('early_stop_callback');
}

/** A callback stops the run or may, here or in the module, or something sets the stop flag. */
function mayStop(model: Model, given: Arguments): boolean {
  if (!given.complete) return true;
  const callbacks = model.callbacks(given.get('callbacks')?.value ?? null);
  if (callbacks.stops || !callbacks.complete) return true;
  if (model.program.functions.some((one) => one.name === 'configure_callbacks')) return true;
  return ['max_epochs', 'should_stop'].some((name) => attributeAssignments(model, name).length > 0);
}

/** Each makes the finding a hint. */
function doubtsOf(model: Model, fits: readonly Call[], epochs: number): string[] {
  return notes(
    configuresFixedSchedule(model, fits, epochs) && 'the learning rate schedule is laid out over all epochs',
  );
}

function fixesOf(model: Model, trainer: LightningTrainer, epochs: number, monitor: Monitor): Fix[] {
  const stopping = lightningStopping(model, trainer, epochs, monitor);
  const edits = stopping && addCallback(model, trainer.call, trainer.given, stopping.callback);
  if (!edits) return [];
  const { reason, imports } = stopping;
  return [{ title: 'Add EarlyStopping', safety: 'review', reason, edits, imports }];
}
