/** Finds Lightning trainers without any limit, which then train for 1,000 epochs. */
import type { Arguments } from '../../model/arguments';
import type { Model } from '../../model/model';
import { spanOf } from '../../text/span';
import type { Finding, Fix, Rule, Saving } from '../rule';
import { type Level, lowered, unlessShort } from '../shared/level';
import { addKeywords, both, keywordEdits } from '../shared/keyword-fix';
import { addCallback } from '../shared/callback-list';
import { lightningStopping, watched } from '../shared/lightning-stopping-fix';
import { fittingTrainers, type LightningTrainer } from '../../model/trainers/lightning';
import { readSwitch, type Switch, valueOf } from '../../model/setting';
import { attributeAssignments } from '../../model/traverse';
import { fittedModule, scaleOfLightning } from '../../model/scale/of-runs';
import { workloadOf } from '../../model/workloads/workload-of';
import { perSite } from '../shared/per-site';

/** What Lightning sets (lightning 2.6, pytorch/loops/utilities.py, `_parse_loop_limits`). */
const IMPLICIT_EPOCHS = 1000;

const SAVING: Saving = {
  scope: 'train',
  low: 0,
  typical: 0.95,
  high: 0.95,
  grade: 'D',
  source: '1 - chosen / 1000 epochs, for 50 chosen; nothing when the run is stopped by hand',
};

/** Any of these ends a run; `max_nb_epochs` is the name of the first releases. */
const LIMITS = ['max_epochs', 'max_steps', 'max_time', 'fast_dev_run', 'max_nb_epochs'];

export const rule: Rule = {
  meta: {
    id: 'lightning-default-1000-epochs',
    summary: 'A Lightning Trainer without a limit trains for 1,000 epochs.',
    category: 'stopping',
    severity: 'warning',
    frameworks: ['lightning'],
    triggers: ['lightning'],
    requires: [['Trainer'], ['fit']],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {
      'suggested-epochs': { default: 50, minimum: 1, description: 'The number of epochs that the fix writes.' },
    },
  },
  *check(model, context) {
    if (model.document.isTest) return;
    for (const trainer of fittingTrainers(model)) yield* findingsAt(model, trainer, context);
  },
};

const findingsAt = perSite(
  (trainer: LightningTrainer) => trainer.call,
  (model, trainer, { options }) => {
    const level = levelOf(model, trainer);
    if (!level || isStopped(model, trainer)) return [];
    return [finding(model, trainer, level, options['suggested-epochs'] ?? 50)];
  },
);

/** Undefined when some limit holds or may hold. */
function levelOf(model: Model, { given, certainty }: LightningTrainer): Level | undefined {
  if (!given.complete) return undefined;
  const limits = LIMITS.map((name) => limitOf(model, given, name));
  if (limits.includes('on')) return undefined;
  // An option that is empty by default limits the run whenever somebody sets it.
  return lowered('warning', (limits.includes('default-off') ? 2 : 0) + (certainty === 'may' ? 1 : 0));
}

/** `max_steps=-1` means no limit; `max_epochs=-1` is an endless run that was asked for. */
function limitOf(model: Model, given: Arguments, name: string): Switch {
  const value = valueOf(model, given, name);
  const endless = value?.alternatives.every((one) => one.type === 'number' && one.value === -1) ?? false;
  if (name === 'max_steps' && value && endless && value.certainty !== 'unknown') {
    return value.certainty === 'default' ? 'default-off' : 'off';
  }
  return readSwitch(model, given, name);
}

/** Something else ends the run: a callback, the module's own callbacks, or a limit that is set later. */
function isStopped(model: Model, { given }: LightningTrainer): boolean {
  const passed = given.get('callbacks');
  const callbacks = model.callbacks(passed?.value ?? null);
  if (callbacks.stops || !callbacks.complete) return true;
  const timed = callbacks.members.some((member) =>
    model.origins(member).some((origin) => origin.kind === 'result' && origin.of === 'lightning.callbacks.Timer'),
  );
  if (timed || model.program.functions.some((one) => one.name === 'configure_callbacks')) return true;
  return ['max_epochs', 'max_steps', 'should_stop'].some((name) => attributeAssignments(model, name).length > 0);
}

function finding(model: Model, trainer: LightningTrainer, level: Level, suggested: number): Finding {
  const { call, given, fits } = trainer;
  const workload = workloadOf(model, ...fits, call);
  const scale = scaleOfLightning(model, { module: fittedModule(fits), epochs: IMPLICIT_EPOCHS, workload });
  const overridable = LIMITS.filter((name) => limitOf(model, given, name) === 'default-off');
  const via = overridable.map((name) => valueOf(model, given, name)?.via ?? name);
  return {
    rule: rule.meta.id,
    severity: unlessShort(level, scale),
    span: spanOf(call),
    message: 'No limit is set, so Lightning trains for 1000 epochs',
    notes: via.length > 0 ? [`${via.join(' and ')} can set a limit, its default does not`] : [],
    related: fits.slice(0, 1).map((fit) => ({ span: spanOf(fit), message: 'The training runs here' })),
    facts: { epochs: IMPLICIT_EPOCHS, suggested },
    saving: SAVING,
    workload: workload?.id ?? null,
    fixes: overridable.length > 0 ? [] : limitFixes(model, trainer, suggested),
  };
}

/** The number is the user's to choose: whatever it is, the run becomes shorter than it was. */
function limitFixes(model: Model, trainer: LightningTrainer, suggested: number): Fix[] {
  const stopped = stoppedFix(model, trainer, suggested);
  if (stopped) return [stopped];
  const edits = keywordEdits(model, trainer.call, trainer.given, 'max_epochs', `${suggested}`);
  const title = `Set max_epochs=${suggested}`;
  return edits ? [{ title, safety: 'review', reason: shorter(suggested), edits, imports: [] }] : [];
}

const shorter = (suggested: number): string =>
  `The run ends after ${suggested} epochs instead of ${IMPLICIT_EPOCHS}; choose the number your task needs.`;

/** Where the module logs what can be watched, a limit by itself would only be the next finding: it comes with the callback. */
function stoppedFix(model: Model, trainer: LightningTrainer, suggested: number): Fix | undefined {
  const { call, given } = trainer;
  const monitor = watched(model, trainer);
  const stopping = monitor && lightningStopping(model, trainer, suggested, monitor);
  if (!stopping) return undefined;
  const { callback, imports } = stopping;
  const edits =
    given.has('max_epochs') || given.has('callbacks')
      ? both(keywordEdits(model, call, given, 'max_epochs', `${suggested}`), addCallback(model, call, given, callback))
      : addKeywords(model, call, [`max_epochs=${suggested}`, `callbacks=[${callback}]`]);
  if (!edits) return undefined;
  const title = `Set max_epochs=${suggested} and add EarlyStopping`;
  return { title, safety: 'review', reason: `${shorter(suggested)} ${stopping.reason}`, edits, imports };
}
