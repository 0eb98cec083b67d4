/** Finds hand-written PyTorch training loops that compute everything in float32 on an accelerator. */
import { ACCELERATOR_WORDS } from '../../model/accelerator-words';
import { STARTS_TRAINING, trainingElsewhere } from '../../model/imports/training-elsewhere';
import type { TrainingLoop } from '../../model/loops';
import type { Model } from '../../model/model';
import { asNumber } from '../../model/values';
import { contains, spanOf, type Span } from '../../text/span';
import type { Finding, Fix, Related, Rule } from '../rule';
import { accelerateFixes, autocastFixes, autocastNote } from '../shared/autocast-fix';
import { embeddingFits } from '../shared/embedding-fits';
import { arithmeticScale, atScale, lowered, type Level, scaleNote } from '../shared/level';
import { kernelNote, MIXED_PRECISION_SAVING } from '../shared/mixed-precision';
import { isGraphNetwork } from '../shared/special-training';
import { notes } from '../shared/notes';
import { tf32Fixes } from '../shared/tf32-fix';
import {
  callsKerasModel,
  comesFromOutside,
  isConvolutional,
  leavesGpuIdle,
  type Manager,
  managerOf,
  runsOnCpu,
  stepMentions,
} from '../shared/torch-loop';
import { scaleOfLoop } from '../../model/scale/of-runs';
import { compiledKernels } from '../../model/torch/compiled-kernels';
import { isLeftOnCpu } from '../../model/torch/left-on-cpu';
import { isWithoutLayers } from '../../model/torch/layer-facts';
import { isFromBeforeTensors } from '../../model/torch/release';
import { trainedModel } from '../../model/torch/trained-model';
import { workloadOf } from '../../model/workloads/workload-of';
import { perSite } from '../shared/per-site';
import { deviceRelated, doubtsOf, findingsElsewhere } from '../shared/fp32-elsewhere';

export const rule: Rule = {
  meta: {
    id: 'torch-training-in-fp32',
    summary: 'A PyTorch training loop computes in float32 where the accelerator has faster 16-bit matrix units.',
    category: 'precision',
    severity: 'warning',
    frameworks: ['torch'],
    triggers: ['backward', 'sentence_transformers', 'torch'],
    requires: [
      [/\.\s*(?:manual_)?backward\s*\(/, STARTS_TRAINING],
      [...ACCELERATOR_WORDS, 'sentence_transformers'],
    ],
    saving: MIXED_PRECISION_SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {},
  },
  *check(model, context) {
    yield* embeddingFindings(model);
    const [trainings, elsewhere] = [trainingsOf(model), trainingElsewhere(model)];
    if ((trainings.length === 0 && elsewhere.length === 0) || isSettled(model)) return;
    for (const training of trainings) yield* findingsAt(model, training, context);
    for (const training of elsewhere) yield* findingsElsewhere(model, training, rule.meta.id);
  },
};

/** A training loop with those inside its step: a discriminator that is trained several times an iteration. */
interface Training {
  readonly loop: TrainingLoop;
  readonly inner: readonly TrainingLoop[];
}

function trainingsOf(model: Model): readonly Training[] {
  const loops = model.trainingLoops;
  const within = (one: TrainingLoop, other: TrainingLoop): boolean => one !== other && contains(other.step, one.step);
  return loops
    .filter((loop) => !loops.some((other) => within(loop, other)))
    .map((loop) => ({ loop, inner: loops.filter((other) => within(other, loop)) }));
}

const findingsAt = perSite(
  ({ loop }: Training) => loop.step,
  (model, training) => {
    const { loop } = training;
    if (loop.framework !== 'torch' || model.isIgnored(loop.step) || !isCandidate(model, loop)) return [];
    return [findingOf(model, training)];
  },
);

/** `SentenceTransformer.fit` scales and casts by itself when it is told to. */
function* embeddingFindings(model: Model): Generator<Finding> {
  for (const { call, level, note, fixes } of embeddingFits(model))
    yield {
      rule: rule.meta.id,
      severity: level,
      span: spanOf(call),
      message: 'The fit computes in float32: use_amp is off',
      notes: notes(note),
      related: [],
      facts: { epochs: null, kind: 'supervised' },
      saving: MIXED_PRECISION_SAVING,
      workload: null,
      fixes,
    };
}

/** The program as a whole rules it out: no accelerator, a PyTorch without autocast, reduced precision, or full precision needed. */
function isSettled(model: Model): boolean {
  const { device } = model;
  if (device.kind !== 'accelerator' && device.kind !== 'conditional') return true;
  if (isFromBeforeTensors(model)) return true;
  const { precision } = model;
  return precision.state === 'mixed' || precision.state === 'unknown' || precision.needsFullPrecision || precision.tf32;
}

const MANAGED = /\b(fabric|engine|model_engine)\.backward|manual_backward|amp\.scale_loss/;

/** Loops over networks on supervised-like work; reinforcement learning and input optimisation are other things. */
function isCandidate(model: Model, loop: TrainingLoop): boolean {
  if (loop.kind === 'reinforcement' || loop.kind === 'input-optimisation') return false;
  if (stepMentions(model, loop, MANAGED) || model.program.mentions('deepspeed')) return false;
  if (callsKerasModel(model, loop) || leavesGpuIdle(model) || runsOnCpu(model, loop)) return false;
  if (isLeftOnCpu(model, loop.step)) return false;
  if (isWithoutLayers(trainedModel(model, loop).layers)) return false;
  return loop.forwards.length > 0 || loop.epoch !== null;
}

function findingOf(model: Model, { loop, inner }: Training): Finding {
  const anchor = loop.forwards[0] ?? loop.backward;
  const workload = workloadOf(model, loop.epoch ?? loop.step, loop.step);
  const doubts = doubtsOf(model);
  const scale = arithmeticScale(scaleOfLoop(model, loop));
  const manager = managerOf(model, loop);
  const outside = comesFromOutside(model, loop);
  const kernels = compiledKernels(model);
  const level: Level = doubts.length > 0 ? 'hint' : lowered('warning', manager || outside || kernels ? 1 : 0);
  return {
    rule: rule.meta.id,
    severity: atScale(level, scale),
    span: spanOf(anchor),
    message: 'float32 training on an accelerator, without autocast',
    notes: notes(
      ...doubts,
      scaleNote(level, scale),
      manager && '`accelerate config` may set mixed precision outside the code',
      kernelNote(kernels),
      autocastNote(model),
      outside && 'the model comes from a caller outside this file, which may set the precision',
    ),
    related: [
      ...relatedOf(model, loop),
      ...inner.map(({ step }) => ({ span: headerOf(model, step), message: 'a loop of the same training' })),
    ],
    facts: { epochs: asNumber(loop.epochs) ?? null, kind: loop.kind },
    saving: MIXED_PRECISION_SAVING,
    workload: workload?.id ?? null,
    // A step with several updates is left to its author, as where they stand side by side.
    fixes: inner.length > 0 ? [] : fixesOf(model, loop, manager),
  };
}

/** Sparse graph kernels have no 16-bit form in every library, so graph networks get advice only; kernels of the project keep float32. */
function fixesOf(model: Model, loop: TrainingLoop, manager: Manager | undefined): Fix[] {
  if (isGraphNetwork(model)) return [];
  if (compiledKernels(model)) return isConvolutional(model, loop) ? [] : tf32Fixes(model, loop.backward);
  const mixed = manager ? accelerateFixes(model, manager.construction) : autocastFixes(model, loop);
  return isConvolutional(model, loop) ? mixed : [...mixed, ...tf32Fixes(model, loop.backward)];
}

function relatedOf(model: Model, loop: TrainingLoop): Related[] {
  return [{ span: headerOf(model, loop.step), message: 'the training loop' }, ...deviceRelated(model)];
}

function headerOf({ program }: Model, { start, end }: Span): Span {
  const line = program.text.indexOf('\n', start);
  return { start, end: line === -1 ? end : Math.min(line, end) };
}
