/** Finds training loops of TensorFlow that run each operation from Python, because nothing turns the step into a graph. */
import { isGraphable, looseTapeSteps, type TapeStep, tapeSteps } from '../../model/compiled/tape-steps';
import type { Model } from '../../model/model';
import { scaleOfLoop } from '../../model/scale/of-runs';
import { workloadOf } from '../../model/workloads/workload-of';
import type { Call } from '../../syntax/ast';
import { spanOf } from '../../text/span';
import type { Finding, Rule } from '../rule';
import { importOf } from '../shared/import-of';
import { decoratorFix } from '../shared/decorator-fix';
import { atMost, atScale, scaleNote } from '../shared/level';
import { notes } from '../shared/notes';
import { reference } from '../../fixes/reference';
import { unquantified } from '../shared/unquantified';

const SAVING = unquantified(
  'train',
  'TensorFlow guide "Better performance with tf.function": graphs are faster for many small operations; no general figure',
);

export const rule: Rule = {
  meta: {
    id: 'tf-eager-training-loop',
    summary: 'A training step of TensorFlow runs eagerly, one operation at a time.',
    category: 'jax-tensorflow',
    severity: 'warning',
    frameworks: ['keras'],
    triggers: ['GradientTape'],
    requires: [[importOf('tensorflow')], ['apply_gradients'], ['for ', 'while ', 'class ']],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {},
  },
  *check(model) {
    if (model.document.isTest || isSwitchedOff(model)) return;
    for (const site of tapeSteps(model)) yield findingOf(model, site);
    for (const call of looseTapeSteps(model)) yield looseFinding(call);
  },
};

/** Eager on purpose, of which `debug-mode-left-on` speaks. */
const isSwitchedOff = ({ program }: Model): boolean =>
  ['run_functions_eagerly', 'experimental_run_functions_eagerly', 'run_eagerly'].some((name) => program.mentions(name));

const MESSAGE = 'The training step runs eagerly: no tf.function around it';

function findingOf(model: Model, { training, step, loop }: TapeStep): Finding {
  const scale = scaleOfLoop(model, training);
  const acts = training.kind === 'reinforcement';
  return {
    rule: rule.meta.id,
    severity: acts ? 'hint' : atMost('warning', atScale('warning', scale)),
    span: spanOf(training.backward),
    message: MESSAGE,
    notes: notes(
      acts ? 'the environment acts in between' : scaleNote('warning', scale),
      step === null && 'put one step into a function and decorate that',
    ),
    related: [{ span: spanOf(loop.kind === 'for' ? loop.iter : loop.test), message: 'Runs once for each of these' }],
    facts: { kind: training.kind },
    saving: SAVING,
    workload: workloadOf(model, training.epoch ?? training.step, training.step)?.id ?? null,
    fixes:
      step && isGraphable(model, step)
        ? decoratorFix(model, step, { ...reference(model.program, 'tensorflow.function', step), reason: REASON })
        : [],
  };
}

/** How long it runs, and what it waits for, is up to a loop in another file. */
const looseFinding = (call: Call): Finding => ({
  rule: rule.meta.id,
  severity: 'hint',
  span: spanOf(call),
  message: MESSAGE,
  notes: ['no loop here runs it: whoever does may compile it'],
  related: [],
  facts: { kind: null },
  saving: SAVING,
  workload: null,
  fixes: [],
});

const REASON =
  'The step is then traced into a graph: prints and changes of Python objects in it run only then, and batches of another shape are traced again.';
