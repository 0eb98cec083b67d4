/** Finds Keras training that computes everything in float32 although the model has work for 16-bit units. */
import type { Call, Expr } from '../../syntax/ast';
import { kerasWork } from '../../model/keras-work';
import type { Model } from '../../model/model';
import { epochsOf, isDemonstration, type KerasFit, kerasFits } from '../../model/trainers/keras-fit';
import { asNumber } from '../../model/values';
import type { Workload } from '../../model/workload';
import { spanOf } from '../../text/span';
import type { Finding, Rule, Saving } from '../rule';
import { policyFixes } from '../shared/keras-policy-fix';
import { arithmeticScale, atScale, type Level, scaleNote } from '../shared/level';
import { notes } from '../shared/notes';
import { callsIn, callsKerasModel, stepScopes } from '../shared/torch-loop';
import { scaleOfKeras, scaleOfTransformer } from '../../model/scale/of-runs';
import type { Scale } from '../../model/scale/scale';
import { workloadOf } from '../../model/workloads/workload-of';

const SAVING: Saving = {
  scope: 'train',
  low: 0.12,
  typical: 0.13,
  high: 0.66,
  grade: 'E',
  source:
    'luiscruz/course_sustainableSE 2026, g30: 12 to 13 % less energy in 60 runs of a Keras CNN; TensorFlow guide: up to 3x',
};

export const rule: Rule = {
  meta: {
    id: 'keras-in-fp32',
    summary: 'A Keras model with convolutions, attention or wide layers trains in float32 only.',
    category: 'precision',
    severity: 'information',
    frameworks: ['keras'],
    triggers: ['fit', 'GradientTape'],
    requires: [
      ['keras', 'tensorflow'],
      [/\bfit(?:_generator)?\s*\(\s*[^)\s]/, 'GradientTape'],
    ],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {},
  },
  *check(model) {
    if (model.document.isTest || !trainsKeras(model) || isSettled(model)) return;
    const heavy = runsOf(model).filter((run) => run.heavy);
    const long = heavy.filter((run) => arithmeticScale(scaleOf(model, run)).size !== 'short');
    // Short runs are spoken of only where there are no others.
    const runs = long.length > 0 ? long : heavy;
    const [first] = runs;
    if (first) yield findingOf(model, first, runs);
    else if (model.device.kind !== 'unknown') yield* loopFindings(model);
  },
};

/** Policies and 16-bit types in any form, other accelerators, quantisation, work that needs full precision. */
function isSettled(model: Model): boolean {
  if (!['accelerator', 'conditional', 'unknown'].includes(model.device.kind)) return true;
  const { precision, program } = model;
  if (precision.state !== 'none' || precision.needsFullPrecision) return true;
  return [
    'mixed_precision',
    'DTypePolicy',
    'Policy',
    'set_floatx',
    'tensorflow_model_optimization',
    'TPUStrategy',
  ].some((word) => program.mentions(word));
}

/** Cheap to say, unlike where and how precisely it trains. */
function trainsKeras(model: Model): boolean {
  if (kerasFits(model).length > 0 || transformerRuns(model).length > 0) return true;
  return model.trainingLoops.some(({ framework }) => framework === 'tensorflow');
}

interface Run {
  readonly call: Call;
  readonly receiver: Expr;
  readonly fit: KerasFit | null;
  readonly heavy: boolean;
  readonly workload: Workload | undefined;
}

function runsOf(model: Model): readonly Run[] {
  const fits = kerasFits(model).filter((fit) => !isDemonstration(model, fit));
  const known = fits.map((fit): Run => {
    const { heavy } = kerasWork(model, fit.receiver);
    return { call: fit.call, receiver: fit.receiver, fit, heavy, workload: workloadOf(model, fit.call) };
  });
  return [...known, ...transformerRuns(model)].sort((a, b) => a.call.start - b.call.start);
}

/** TensorFlow models of Hugging Face are Keras models. */
function transformerRuns(model: Model): readonly Run[] {
  return model.program.calls('fit').flatMap((call): Run[] => {
    const receiver = call.func.kind === 'attribute' ? call.func.value : undefined;
    if (!receiver || model.isIgnored(call)) return [];
    const is = model
      .origins(receiver)
      .some((origin) => origin.kind === 'result' && /^transformers\.TF\w+/.test(origin.of));
    return is ? [{ call, receiver, fit: null, heavy: true, workload: undefined }] : [];
  });
}

const scaleOf = (model: Model, { fit, workload }: Run): Scale =>
  fit ? scaleOfKeras(model, fit) : scaleOfTransformer(model, workload);

function findingOf(model: Model, first: Run, runs: readonly Run[]): Finding {
  const scale = arithmeticScale(scaleOf(model, first));
  const unknown = model.device.kind === 'unknown';
  const level: Level = unknown ? 'hint' : 'information';
  const epochs = first.fit ? epochsOf(model, first.fit)?.count : undefined;
  return {
    rule: rule.meta.id,
    severity: atScale(level, scale),
    span: spanOf(first.call),
    message: 'The model trains in float32: no dtype policy is set',
    notes: notes(
      unknown && 'nothing here says that it runs on a GPU',
      scaleNote(level, scale),
      'the policy has to be set before the model is built',
    ),
    related: runs.slice(1, 6).map(({ call }) => ({ span: spanOf(call), message: 'float32 as well' })),
    facts: { fits: runs.length, epochs: epochs ?? null },
    saving: SAVING,
    workload: first.workload?.id ?? null,
    fixes: policyFixes(
      model,
      first.call,
      runs.map(({ receiver }) => receiver),
    ),
  };
}

/** `model(x)` for a heavy Keras model. */
function isModelCall(model: Model, { func }: Call): boolean {
  return (func.kind === 'name' || func.kind === 'attribute') && kerasWork(model, func).heavy;
}

/** A hand-written loop over a Keras model on a GPU. */
function* loopFindings(model: Model): Generator<Finding> {
  const loop = model.trainingLoops.find((one) => one.framework === 'tensorflow' && callsKerasModel(model, one));
  const forward =
    loop &&
    stepScopes(loop)
      .flatMap(callsIn)
      .find((call) => isModelCall(model, call));
  if (!loop || !forward) return;
  yield {
    rule: rule.meta.id,
    severity: 'hint',
    span: spanOf(forward),
    message: 'The training loop computes in float32: no dtype policy is set',
    notes: ['mixed_bfloat16 needs no change of the loop; mixed_float16 has to scale the loss'],
    related: [],
    facts: { fits: 0, epochs: asNumber(loop.epochs) ?? null },
    saving: SAVING,
    workload: workloadOf(model, loop.epoch ?? loop.step, loop.step)?.id ?? null,
    fixes: [],
  };
}
