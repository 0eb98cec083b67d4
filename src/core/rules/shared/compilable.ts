/** Whether a network could be compiled with profit: shapes that are seen to stay, and nothing that a compiler trips over. */
import { datasetNamed } from '../../../data/datasets';
import { paddedCalls } from '../../model/loaders/padding';
import type { Model } from '../../model/model';
import { perModel } from '../../model/per-model';
import { isModuleClass, textOf } from '../../model/torch/modules';
import { calleeName } from '../../model/traverse';
import type { Workload } from '../../model/workload';
import type { Expr, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';

/** Somebody compiles, or speaks of it; `re.compile` is something else. */
const COMPILED = /(?<!\bre\.)compile|\bdynamo|tensorrt|torch\.jit|torch\.fx|jit_mode_eval|\bxla|keras/i;

/** Windows, and what changes its shapes, looks inside or brings kernels of its own: graphs, detectors, recurrence, generation. */
const UNFIT =
  /win32|Windows|os\.name|["'][A-Z]:[\\/]|torch_geometric|\bdgl\b|torch_(sparse|scatter)|detect(ion|ron)|mmcv|mm(action|engine)|yolo|rcnn|\b(LSTM|GRU|RNN)(Cell)?\b|collate_fn|pad_sequence|batch_sampler|bucket|(?<!Distributed)DataParallel|group_by_length|\bgenerate\(|\w_hook\(|FullyShardedDataParallel|FSDP|fully_shard|deepspeed|DataCollator|early_?stop/i;

export const mayCompile = perModel((model): boolean => {
  const { program, document, traits } = model;
  if (program.first(COMPILED) || program.first(UNFIT) || traits.includes('adapter')) return false;
  return (
    !document.modules?.some(({ text }) => /\btorch\.(compile|jit)\b/.test(text)) &&
    program.functions.every(isPlain(model))
  );
});

const isPlain =
  (model: Model) =>
  (definition: Model['program']['functions'][number]): boolean => {
    const { name, parent } = definition;
    if (!/forward/.test(name) || parent?.kind !== 'class' || !isModuleClass(model, parent)) return true;
    return [...descend(definition)].every((node) => !leavesGraph(model, node));
  };

/** Values that Python has to see, and shapes that follow from them. */
const READS = /^(item|tolist|numpy|cpu|nonzero|unique|masked_select|print|random|choice|pack_padded_sequence)$/;

function leavesGraph(model: Model, node: Node): boolean {
  if (node.kind === 'while') return true;
  if (node.kind === 'call') return READS.test(calleeName(node));
  return (node.kind === 'if' || node.kind === 'conditional') && !isSettled(model, node.test);
}

/** What was decided when the network was built, or by which arguments it is called with. */
const isSettled = (model: Model, test: Expr): boolean =>
  /^(not )?self\.[\w.]+( (==|!=|is|is not|[<>]=?) [\w.'"-]+)?$|^\w+ is (not )?None$|^isinstance\(/.test(
    textOf(model, test),
  );

/** All texts are padded to one length. */
export function padsToLimit(model: Model): boolean {
  const padded = paddedCalls(model);
  return padded.length > 0 && padded.every(({ to }) => to === 'limit');
}

/** Optimizer steps of the whole run; undefined where one of the numbers is not known. */
export function stepsOf(workload: Workload | undefined): number | undefined {
  if (!workload || workload.stopsEarly) return undefined;
  const { maxSteps, epochs, batchSize, accumulation, devices, replicas, framework } = workload;
  if (maxSteps) return maxSteps.value;
  const samples = samplesOf(workload);
  // The default of TrainingArguments is 8 rows.
  const rows = batchSize?.value ?? (framework === 'huggingface' ? 8 : undefined);
  if (!epochs || !samples || !rows || (replicas?.value === 'processes' && !devices)) return undefined;
  return epochs.value * Math.ceil(samples / (rows * (accumulation?.value ?? 1) * (devices?.value ?? 1)));
}

function samplesOf({ samples, dataset, share }: Workload): number | undefined {
  if (samples) return samples.value;
  const named = dataset ? datasetNamed(dataset.value) : undefined;
  return named && named.samples * (share?.value ?? 1);
}
