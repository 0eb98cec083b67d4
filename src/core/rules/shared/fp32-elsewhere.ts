/** Training loops of other files that this one runs on an accelerator, and what both kinds of finding say of their doubts. */
import type { ImportedLoop } from '../../model/imports/imported';
import type { RunElsewhere, TrainingElsewhere } from '../../model/imports/training-elsewhere';
import type { Model } from '../../model/model';
import { lengthOf } from '../../model/scale/scale';
import { isWithoutLayers } from '../../model/torch/layer-facts';
import { modelAmong } from '../../model/torch/trained-model';
import { asNumber } from '../../model/values';
import { workloadOf } from '../../model/workloads/workload-of';
import { spanOf } from '../../text/span';
import type { Finding, Fix, Related, RuleId } from '../rule';
import { loopNote, otherRuns, scaleOfRun } from './elsewhere';
import { arithmeticScale, atScale, type Level, scaleNote } from './level';
import { MIXED_PRECISION_SAVING } from './mixed-precision';
import { notes } from './notes';
import { isGraphNetwork } from './special-training';
import { tf32Fixes } from './tf32-fix';
import { isConvolutional, leavesGpuIdle } from './torch-loop';

/** The loop knows no device, its callers do: one finding for all of them, at the longest run. */
export function* findingsElsewhere(model: Model, training: TrainingElsewhere, rule: RuleId): Generator<Finding> {
  const { loop } = training;
  const [run] = training.runs
    .filter((one) => isCandidateElsewhere(model, loop, one))
    .map((one) => ({ ...one, scale: arithmeticScale(scaleOfRun(model, one)) }))
    .sort((a, b) => lengthOf(b.scale) - lengthOf(a.scale));
  if (!run) return;
  const doubts = doubtsOf(model, loop);
  const level: Level = doubts.length > 0 ? 'hint' : 'warning';
  const { call, epochs, epoch } = run.training;
  yield {
    rule,
    severity: atScale(level, run.scale),
    span: spanOf(call),
    message: 'float32 training on an accelerator, without autocast',
    notes: notes(loopNote(loop), ...doubts, scaleNote(level, run.scale)),
    related: [...otherRuns(training, run), ...deviceRelated(model)],
    facts: { epochs: asNumber(epochs) ?? null, kind: loop.kind },
    saving: MIXED_PRECISION_SAVING,
    workload: workloadOf(model, epoch ?? call)?.id ?? null,
    fixes: fixesElsewhere(model, loop, run),
  };
}

/** A loop whose file says where it computes is reported there. */
function isCandidateElsewhere(model: Model, loop: ImportedLoop, { isPlaced, models }: RunElsewhere): boolean {
  if (!isPlaced || loop.precision === 'settled' || loop.devices.some((one) => one !== 'unknown')) return false;
  if (loop.kind === 'reinforcement' || loop.kind === 'input-optimisation') return false;
  if (leavesGpuIdle(model) || model.program.mentions('deepspeed') || model.program.mentions('accelerate')) return false;
  return !isWithoutLayers(modelAmong(model, models).layers);
}

/** Autocast belongs into the other file; TF32 is switched on for the process. */
function fixesElsewhere(model: Model, loop: ImportedLoop, { models, training }: RunElsewhere): Fix[] {
  const [network] = models;
  if (!network || loop.graphs || isGraphNetwork(model) || isConvolutional(model, { model: network })) return [];
  return tf32Fixes(model, training.call);
}

/** Each makes the finding a hint. */
export function doubtsOf(model: Model, elsewhere?: ImportedLoop): string[] {
  const doubts: string[] = [];
  if (model.precision.state === 'optional') {
    const flag = model.precision.evidence[0]?.what ?? 'an option';
    doubts.push(`${flag} can switch 16-bit training on; the default run is float32`);
  }
  if (elsewhere?.precision === 'optional' && model.precision.state !== 'optional')
    doubts.push(`an option in ${elsewhere.file} can switch 16-bit training on`);
  if (isGraphNetwork(model) || elsewhere?.graphs) doubts.push('sparse graph kernels may not run in 16 bits');
  return doubts;
}

export function deviceRelated({ device: { evidence } }: Model): Related[] {
  const [first] = evidence;
  return first && first.span.end > 0 ? [{ span: first.span, message: `trains on an accelerator: ${first.what}` }] : [];
}
