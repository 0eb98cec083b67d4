/** Training runs whose batches hold one or two examples, with what they accumulate. */
import type { Call, Expr } from '../../syntax/ast';
import { ancestors, descend } from '../../syntax/walk';
import type { BoundArgument } from '../../model/arguments';
import type { TrainingLoop } from '../../model/loops';
import { kerasWork } from '../../model/keras-work';
import type { Model } from '../../model/model';
import { destinationOf, TRAINING_ARGUMENTS } from '../../model/trainers/hf-trainer';
import { kerasFits } from '../../model/trainers/keras-fit';
import { fittingTrainers } from '../../model/trainers/lightning';
import { asNumber, type Value } from '../../model/values';
import type { Workload } from '../../model/workload';
import { anyOn } from '../../model/setting';
import { dataOf } from '../../model/workloads/data';
import { trainingLoader } from '../../model/workloads/lightning-data';
import { modelName } from '../../model/workloads/names';
import { type ModelSize, sizeByName } from './memory-reasons';
import {
  fittedModule,
  scaleOfKeras,
  scaleOfLightning,
  scaleOfLoop,
  scaleOfTransformer,
} from '../../model/scale/of-runs';
import type { Scale } from '../../model/scale/scale';
import { trainedModel } from '../../model/torch/trained-model';
import { workloadOf } from '../../model/workloads/workload-of';

/** A number with the expression that it is written as; `literal` where a fix may write another one. */
export interface Written {
  readonly count: number;
  readonly value: Value;
  readonly literal: Expr | null;
}

export interface SmallBatch {
  readonly framework: 'huggingface' | 'torch' | 'lightning' | 'keras';
  /** The call that sets the size of a batch. */
  readonly call: Call;
  readonly batch: Written;
  readonly accumulation: Written | null;
  readonly size: ModelSize;
  /** All examples have one shape, as far as the source tells. */
  readonly fixedSize: boolean;
  /** The model has no layers for matrix units. */
  readonly light?: boolean;
  readonly scale: Scale;
  readonly workload: Workload | undefined;
}

/** Asked first: how large a run is costs more to say. */
type IsSmall = (batch: Written | null | undefined) => batch is Written;

/** Batches of at most `most` examples in any training run of the program. */
export function smallBatches(model: Model, most: number): readonly SmallBatch[] {
  const isSmall: IsSmall = (batch): batch is Written =>
    batch !== undefined && batch !== null && batch.count >= 1 && batch.count <= most;
  return [fromArguments, fromLoops, fromLightning, fromKeras].flatMap((find) => find(model, isSmall));
}

const TRL = ['SFT', 'DPO', 'KTO', 'ORPO', 'CPO', 'Reward'].map((name) => `trl.${name}Config`);

function fromArguments(model: Model, isSmall: IsSmall): SmallBatch[] {
  return model.callsOf(...TRAINING_ARGUMENTS, ...TRL).flatMap(({ call, through }): SmallBatch[] => {
    const given = model.arguments(call, ['output_dir']);
    const batch = written(model, given.get('per_device_train_batch_size') ?? given.get('per_gpu_train_batch_size'));
    if (through || !isSmall(batch) || model.isIgnored(call)) return [];
    if (
      anyOn(model, given, ['auto_find_batch_size', 'use_cpu', 'no_cuda', 'deepspeed', 'fsdp', 'gradient_checkpointing'])
    )
      return [];
    const destination = destinationOf(model, call);
    if (destination.kind === 'unused') return [];
    const name = destination.models.map((one) => modelName(model, one)?.value).find((one) => one !== undefined);
    const accumulation = written(model, given.get('gradient_accumulation_steps'));
    if (given.has('gradient_accumulation_steps') && !accumulation) return [];
    const workload = workloadOf(model, ...destination.runs, call);
    return [
      {
        framework: 'huggingface',
        call,
        batch,
        accumulation,
        size: sizeByName(name),
        fixedSize: true,
        scale: scaleOfTransformer(model, workload),
        workload,
      },
    ];
  });
}

function fromLoops(model: Model, isSmall: IsSmall): SmallBatch[] {
  return model.trainingLoops.flatMap((loop): SmallBatch[] => {
    if (loop.framework !== 'torch' || loop.kind === 'reinforcement' || loop.kind === 'input-optimisation') return [];
    const loader = loaderCall(model, loop.loader ?? undefined);
    const batch = loader && batchOf(model, loader);
    if (!loader || !isSmall(batch)) return [];
    const workload = workloadOf(model, loop.epoch ?? loop.step, loop.step);
    return [
      {
        framework: 'torch',
        call: loader,
        batch,
        accumulation: accumulatedBy(model, loop),
        size: sizeOf(model, loop),
        fixedSize: hasOneShape(model, loader),
        scale: scaleOfLoop(model, loop),
        workload,
      },
    ];
  });
}

function fromLightning(model: Model, isSmall: IsSmall): SmallBatch[] {
  return fittingTrainers(model).flatMap(({ given, fits, call }): SmallBatch[] => {
    const fit = fits[0] ?? call;
    const loader = loaderCall(model, trainingLoader(model, fit));
    const batch = loader && batchOf(model, loader);
    if (!loader || !isSmall(batch)) return [];
    const accumulation = written(model, given.get('accumulate_grad_batches'));
    if (given.has('accumulate_grad_batches') && !accumulation) return [];
    const name = modelName(model, fit.args[0]?.value)?.value;
    const workload = workloadOf(model, fit);
    return [
      {
        framework: 'lightning',
        call: loader,
        batch,
        accumulation,
        size: sizeByName(name),
        fixedSize: hasOneShape(model, loader),
        scale: scaleOfLightning(model, {
          module: fittedModule(fits),
          epochs: workload?.epochs?.value ?? null,
          workload,
        }),
        workload,
      },
    ];
  });
}

function fromKeras(model: Model, isSmall: IsSmall): SmallBatch[] {
  if (model.program.mentions('stateful')) return [];
  return kerasFits(model).flatMap((fit): SmallBatch[] => {
    const batch = written(model, fit.given.get('batch_size'));
    if (!isSmall(batch)) return [];
    const workload = workloadOf(model, fit.call);
    return [
      {
        framework: 'keras',
        call: fit.call,
        batch,
        accumulation: null,
        size: 'small',
        fixedSize: true,
        light: !kerasWork(model, fit.receiver).heavy,
        scale: scaleOfKeras(model, fit),
        workload,
      },
    ];
  });
}

function written(model: Model, argument: BoundArgument | undefined): Written | null {
  if (argument?.certainty !== 'set') return null;
  const value = model.value(argument.value);
  const count = asNumber(value);
  if (count === undefined) return null;
  return { count, value, literal: argument.argument && argument.value.kind === 'constant' ? argument.value : null };
}

/** The torch DataLoader that an iterated expression stands for. */
function loaderCall(model: Model, loader: Expr | undefined): Call | undefined {
  if (!loader) return undefined;
  for (const origin of model.origins(loader))
    if (origin.kind === 'result' && origin.of === 'torch.utils.data.DataLoader') return origin.call;
  return undefined;
}

function batchOf(model: Model, loader: Call): Written | null {
  const given = model.arguments(loader, ['dataset', 'batch_size']);
  if (given.has('collate_fn') || given.has('batch_sampler') || !given.complete) return null;
  return written(model, given.get('batch_size'));
}

/** Pictures brought to one size, tensors in memory, the classic data sets. */
function hasOneShape(model: Model, loader: Call): boolean {
  const set = model.arguments(loader, ['dataset']).get('dataset')?.value;
  if (!set) return false;
  const { imageSize, dataset } = dataOf(model, set);
  if (imageSize !== null || /CIFAR|MNIST|SVHN|STL10/.test(dataset?.value ?? '')) return true;
  return model.origins(set).some((origin) => origin.kind === 'result' && /TensorDataset$/.test(origin.of));
}

/** `if (step + 1) % 8 == 0:` around the update, or an Accelerator that counts. */
function accumulatedBy(model: Model, loop: TrainingLoop): Written | null {
  for (const at of ancestors(loop.update)) {
    if (at === loop.step || at.kind === 'function') break;
    const period = at.kind === 'if' ? periodIn(at.test) : undefined;
    const count = period && asNumber(model.value(period));
    if (period && count !== undefined) return { count, value: model.value(period), literal: null };
  }
  for (const { call } of model.callsOf('accelerate.Accelerator')) {
    const given = written(model, model.arguments(call, []).get('gradient_accumulation_steps'));
    if (given) return given;
  }
  return null;
}

function periodIn(test: Expr): Expr | undefined {
  for (const node of descend(test)) if (node.kind === 'binary' && node.op === '%') return node.right;
  return undefined;
}

const BILLION = 1e9;

function sizeOf(model: Model, loop: TrainingLoop): ModelSize {
  const { layers, origin } = trainedModel(model, loop);
  if (layers?.complete && layers.parameters > 0 && layers.parameters < BILLION) return 'small';
  const name = loop.model ? modelName(model, loop.model)?.value : undefined;
  const named = sizeByName(name);
  return named === 'unknown' && origin === 'local' && layers !== undefined && layers.parameters < BILLION
    ? 'small'
    : named;
}
