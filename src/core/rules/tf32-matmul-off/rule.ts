/** Finds programs that multiply float32 matrices on CUDA with TF32 switched off. */
import type { Call, Node } from '../../syntax/ast';
import { enclosingFunction } from '../../syntax/walk';
import { isExactWork } from '../../model/exact-work';
import { evaluationForwards } from '../../model/evaluation-passes';
import { EVALUATION_MARKS } from '../../model/evaluation-words';
import { cardGeneration } from '../../model/card';
import type { Model } from '../../model/model';
import { tf32State } from '../../model/tf32';
import { layersOfContainer, layersOfInstance } from '../../model/torch/layers';
import { isTorchBefore } from '../../model/torch/release';
import { innermostLoop } from '../../model/epoch-loops';
import { modelName } from '../../model/workloads/names';
import { spanOf } from '../../text/span';
import type { Finding, Rule, Saving } from '../rule';
import type { Level } from '../shared/level';
import { MODULE_HEADER } from '../shared/module-header';
import { sizeByName } from '../shared/memory-reasons';
import { notes } from '../shared/notes';
import { tf32Fixes } from '../shared/tf32-fix';
import { isConvolutional } from '../shared/torch-loop';
import { workloadOf } from '../../model/workloads/workload-of';

const SAVING: Saving = {
  scope: 'infer',
  low: 0.05,
  typical: 0.4,
  high: 0.62,
  grade: 'E',
  source:
    'energy of a step on an H200 (docs/benchmarks.md): 60 to 62 % for BERT, GPT-2 and ViT-B/16; less on other cards',
};

export const rule: Rule = {
  meta: {
    id: 'tf32-matmul-off',
    summary: 'Matrix products run in full float32 where the accelerator has faster TF32 units.',
    category: 'precision',
    severity: 'information',
    frameworks: ['torch'],
    triggers: ['cuda'],
    requires: [['torch'], [...EVALUATION_MARKS, /\.\s*(?:backward|step)\b/]],
    // Forwards in a loop, of the program or of the training of an agent.
    lines: [{ what: /\(/, within: 'loop', outside: MODULE_HEADER, or: [/\b(?:backward|gradient)\s*\(/] }],
    saving: SAVING,
    fixes: 'sometimes',
    since: '0.1.0',
    options: {},
  },
  *check(model) {
    // Where other files come in, the device and the precision are the dear questions.
    const forwards = model.document.isTest ? [] : bulkForwards(model);
    if (forwards.length === 0 || isSettled(model) || !isEntryPoint(model)) return;
    const work = forwards.map((call) => ({ call, kind: kindOf(model, call) }));
    const chosen = work.find(({ kind }) => kind === 'matrices') ?? work.find(({ kind }) => kind === 'convolutions');
    if (chosen) yield findingOf(model, chosen);
  },
};

/** No CUDA, TF32 spoken of, reduced precision, numerics; training in float32 is for the rules of mixed precision. */
function isSettled(model: Model): boolean {
  const { device } = model;
  if (device.kind !== 'accelerator' && device.kind !== 'conditional') return true;
  // From 1.7, the first release with TF32, to 1.11 matrix products used it by default (notes on CUDA semantics).
  if (isTorchBefore(model, 1, 12)) return true;
  if (tf32State(model) !== 'none' || cardGeneration(model) === 'before-ampere' || isExactWork(model)) return true;
  const { precision, program } = model;
  if (precision.state !== 'none' || precision.needsFullPrecision) return true;
  const managed = [
    'Trainer',
    'Seq2SeqTrainer',
    'LightningModule',
    'Fabric',
    'Accelerator',
    'deepspeed',
    'keras',
    'jax',
  ];
  return managed.some((word) => program.mentions(word));
}

/** A notebook, a script with a main guard, or one whose statements run the work themselves. */
function isEntryPoint(model: Model): boolean {
  if (model.document.kind === 'notebook' || model.program.names('__name__').length > 0) return true;
  const loops: readonly Node[] = [
    ...model.evaluationPasses.map(({ node }) => node),
    ...model.trainingLoops.map(({ step }) => step),
  ];
  return loops.some((node) => enclosingFunction(node) === undefined);
}

/** Forwards that run in a loop over data, in a program that trains nothing by hand: bulk inference. */
function bulkForwards(model: Model): readonly Call[] {
  if (model.trainingLoops.some(({ kind }) => kind !== 'reinforcement')) return [];
  const trained = model.trainingLoops.flatMap(({ forwards }) => forwards);
  const evaluated = evaluationForwards(model).filter((call) => innermostLoop(call) !== undefined);
  return [...trained, ...evaluated].sort((a, b) => a.start - b.start);
}

type Kind = 'matrices' | 'convolutions' | 'small' | 'unknown';

const TRANSFORMERS =
  /^(transformers\.(Auto|TF)?\w+|sentence_transformers\.|open_clip\.|clip\.load|torchvision\.models\.(vit|swin|maxvit))/;
const FEW_WEIGHTS = 1_000_000;

/** What a module computes with. Large language models are loaded in 16 bits instead, which is another rule. */
function kindOf(model: Model, call: Call): Kind {
  if (isConvolutional(model, { model: call.func })) return 'convolutions';
  for (const origin of model.origins(call.func)) {
    if (origin.kind === 'result' && TRANSFORMERS.test(origin.of))
      return sizeByName(modelName(model, call.func)?.value) === 'small' ? 'matrices' : 'unknown';
    const layers =
      origin.kind === 'instance'
        ? layersOfInstance(model, origin.of, origin.call)
        : origin.kind === 'result' && origin.of === 'torch.nn.Sequential'
          ? layersOfContainer(model, origin.call)
          : undefined;
    if (layers && layers.heavy > layers.convolutions)
      return layers.parameters >= FEW_WEIGHTS ? 'matrices' : layers.complete ? 'small' : 'unknown';
  }
  return 'unknown';
}

/** A loop that counts decodes token by token, or draws samples: a handful of forwards. */
function isCounted(model: Model, call: Call): boolean {
  const loop = innermostLoop(call);
  if (loop?.kind !== 'for' || loop.iter.kind !== 'call') return loop?.kind === 'while';
  return model
    .origins(loop.iter.func)
    .some((origin) => origin.kind === 'external' && /(^|\.)t?range$/.test(origin.name));
}

function findingOf(model: Model, { call, kind }: { call: Call; kind: Kind }): Finding {
  const loop: Node = innermostLoop(call) ?? call;
  const convolves = kind === 'convolutions';
  const level: Level =
    convolves || (isCounted(model, call) && model.trainingLoops.length === 0) ? 'hint' : 'information';
  return {
    rule: rule.meta.id,
    severity: level,
    span: spanOf(call),
    message: 'Matrix products run in full float32: TF32 is off',
    notes: notes(
      'PyTorch leaves TF32 off for matrix products unless it is asked for',
      convolves && 'cuDNN runs convolutions in TF32 by itself, so only the last layers gain',
    ),
    related: [{ span: { start: loop.start, end: Math.min(loop.end, call.end) }, message: 'the loop over the data' }],
    facts: { kind },
    saving: SAVING,
    workload: workloadOf(model, loop)?.id ?? null,
    fixes: tf32Fixes(model, call),
  };
}
