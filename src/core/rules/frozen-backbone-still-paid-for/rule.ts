/** Finds frozen networks that compute the same features for the same examples in every epoch. */
import { frozenBase } from '../../model/keras-frozen';
import type { TrainingLoop } from '../../model/loops';
import type { Model } from '../../model/model';
import { scaleOfKeras, scaleOfLoop } from '../../model/scale/of-runs';
import type { Scale } from '../../model/scale/scale';
import { frozenPrefix } from '../../model/torch/frozen-prefix';
import { epochsOf, isDemonstration, type KerasFit, kerasFits } from '../../model/trainers/keras-fit';
import { asNumber, type Value } from '../../model/values';
import type { Workload } from '../../model/workload';
import { workloadOf } from '../../model/workloads/workload-of';
import type { Expr, Node } from '../../syntax/ast';
import { spanOf } from '../../text/span';
import type { Finding, Rule, Saving } from '../rule';
import { atScale, type Level, lowered, scaleNote } from '../shared/level';
import { notes } from '../shared/notes';
import { perSite } from '../shared/per-site';
import { isSameEveryEpoch } from '../shared/same-every-epoch';

const SAVING: Saving = {
  scope: 'train',
  low: 0.4,
  typical: 0.72,
  high: 0.95,
  grade: 'D',
  source: '(epochs - 1) / epochs of the frozen forward passes; half of it where the head costs as much as the network',
};

export const rule: Rule = {
  meta: {
    id: 'frozen-backbone-still-paid-for',
    summary: 'A frozen network computes the same features of the same examples in every epoch.',
    category: 'transfer',
    severity: 'warning',
    frameworks: ['keras', 'torch', 'lightning'],
    triggers: ['trainable', 'requires_grad', 'requires_grad_', 'no_grad', 'inference_mode'],
    requires: [[/\bfit(?:_generator)?\s*\(\s*[^)\s]/, /backward\s*\(/]],
    saving: SAVING,
    fixes: 'never',
    since: '0.1.0',
    options: {
      epochs: { default: 5, minimum: 2, description: 'From this many epochs on, features are worth keeping.' },
    },
  },
  *check(model, context) {
    if (model.document.isTest) return;
    for (const fit of kerasFits(model)) yield* inFit(model, fit, context);
    for (const loop of model.trainingLoops) yield* inLoop(model, loop, context);
  },
};

interface Found {
  readonly at: Node;
  readonly freeze: Node;
  readonly epochs: Value;
  readonly count: number;
  readonly run: Workload | undefined;
  readonly scale: Scale;
  readonly level: Level;
  readonly doubt: string | false;
}

const inFit = perSite(
  ({ call }: KerasFit) => call,
  (model, fit, { options }) => {
    const epochs = epochsOf(model, fit);
    if (!epochs || epochs.count < (options['epochs'] ?? 5) || isDemonstration(model, fit)) return [];
    const base = frozenBase(model, fit);
    const run = workloadOf(model, fit.call);
    if (!base || !isSameEveryEpoch(model, run)) return [];
    const at = { at: fit.call, freeze: base.freeze, epochs: epochs.value, count: epochs.count, run };
    const doubt = base.thaws && 'it is unfrozen later, so this is about the first fit alone';
    return [
      findingOf(model, { ...at, scale: scaleOfKeras(model, fit), level: doubt ? 'information' : 'warning', doubt }),
    ];
  },
);

const inLoop = perSite(
  ({ step }: TrainingLoop) => step,
  (model, loop, context) => {
    const count = asNumber(loop.epochs);
    if (loop.framework !== 'torch' || loop.kind !== 'supervised' || loop.traits.some((one) => one !== 'linear-probe'))
      return [];
    if (count === undefined || count < (context.options['epochs'] ?? 5) || thaws(model, loop)) return [];
    const prefix = frozenPrefix(model, loop);
    const run = workloadOf(model, loop.epoch ?? loop.step, loop.step);
    if (!prefix || !isSameEveryEpoch(model, run)) return [];
    const doubt = notes(
      prefix.mayTrain && 'other calls train all of it, so this is about those that freeze it',
      !prefix.settled && 'keep it in eval mode: batch norm and dropout would vary the features',
    ).join('; ');
    const at = { at: prefix.forward, freeze: prefix.freeze, epochs: loop.epochs, count, run };
    return [
      findingOf(model, { ...at, scale: scaleOfLoop(model, loop), level: doubt ? 'information' : 'warning', doubt }),
    ];
  },
);

/** Layers are let go while it trains, or after it for another loop. */
function thaws({ program }: Model, { epoch, step }: TrainingLoop): boolean {
  if (program.first(/unfreez|gradual_/)) return true;
  const { start } = epoch ?? step;
  const isOn = (value: Expr | null | undefined): boolean => value?.kind !== 'constant' || value.value !== false;
  return (
    program.calls('requires_grad_').some((call) => call.start > start && isOn(call.args[0]?.value)) ||
    program
      .attributes('requires_grad')
      .some(({ parent }) => parent?.kind === 'assign' && parent.start > start && isOn(parent.value))
  );
}

function findingOf(model: Model, { at, freeze, epochs, count, run, scale, level, doubt }: Found): Finding {
  const stops = model.program.mentions('EarlyStopping');
  const soft = epochs.certainty === 'default';
  const due = lowered(level, soft ? 1 : 0);
  const high = (count - 1) / count;
  return {
    rule: rule.meta.id,
    severity: atScale(due, scale),
    span: spanOf(at),
    message: `A frozen network computes the same features ${stops ? 'up to ' : ''}${count} times`,
    notes: notes(
      'compute them once, keep them, and train the last layers on them',
      doubt,
      soft && `${epochs.via ?? 'an option'} sets the epochs`,
      scaleNote(due, scale),
    ),
    related: [{ span: spanOf(freeze), message: 'frozen here' }],
    facts: { epochs: count },
    saving: { ...SAVING, grade: 'D', low: high / 2, typical: 0.9 * high, high },
    workload: run?.id ?? null,
    fixes: [],
  };
}
