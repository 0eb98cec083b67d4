/** Whether a network could be compiled with profit: nothing that a compiler trips over, and a length that is known. */
import { datasetNamed } from '../../../data/datasets';
import type { Model } from '../../model/model';
import { perModel } from '../../model/per-model';
import { isModuleClass, textOf } from '../../model/torch/modules';
import { calleeName } from '../../model/traverse';
import type { Workload } from '../../model/workload';
import type { FunctionDef, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import { isGraphNetwork } from './special-training';

/**
 * Compiled already, or somebody speaks of it (`re.compile` is something else); Windows; and what changes its shapes, looks inside
 * or brings kernels of its own: detectors, recurrence, generation, hooks.
 */
const UNFIT =
  /(?<!\bre\.)compile|\bjit\b|tensorrt|\bxla|keras|win32|windows|os\.name|["'][A-Z]:[\\/]|detect(ion|ron)|mmcv|yolo|rcnn|\b(LSTM|GRU|RNN)|collat|pad_sequence|batch_sampler|bucket|group_by_length|\bgenerate\(|_hook\(|(?<!Distributed)DataParallel|FSDP|fully_shard|deepspeed|early_?stop/i;

export const mayCompile = perModel((model): boolean => {
  const { program, document, traits } = model;
  if (program.first(UNFIT) || isGraphNetwork(model) || traits.includes('adapter')) return false;
  if (document.modules?.some(({ text }) => /torch\.(compile|jit)\b/.test(text))) return false;
  return program.functions.every(
    (one) => !isForward(model, one) || [...descend(one)].every((node) => stays(model, node)),
  );
});

const isForward = (model: Model, { name, parent }: FunctionDef): boolean =>
  name.includes('forward') && parent?.kind === 'class' && isModuleClass(model, parent);

/** Values that Python has to see, and shapes that follow from them. */
const READS = /^(item|tolist|numpy|cpu|nonzero|unique|masked_select|print|random|choice|pack_padded_sequence)$/;

/** A branch is taken by how the network was built, or by which arguments it is called with. */
const SETTLED = /^(not )?self\.[\w.]+( (==|!=|is|is not|[<>]=?) [\w.'"-]+)?$|^\w+ is (not )?None$|^isinstance\(/;

function stays(model: Model, node: Node): boolean {
  if (node.kind === 'call') return !READS.test(calleeName(node));
  if (node.kind === 'if' || node.kind === 'conditional') return SETTLED.test(textOf(model, node.test));
  return node.kind !== 'while';
}

/** Optimizer steps of the whole run; 0 where one of the numbers is not known. */
export function stepsOf(workload: Workload): number {
  const { maxSteps, epochs, batchSize, accumulation, devices, replicas, framework } = workload;
  if (maxSteps) return maxSteps.value;
  // The default of TrainingArguments is 8 rows.
  const batch = batchSize?.value ?? (framework === 'huggingface' ? 8 : 0);
  if (!epochs || batch === 0 || (replicas?.value === 'processes' && !devices)) return 0;
  return epochs.value * Math.ceil(samplesOf(workload) / (batch * (accumulation?.value ?? 1) * (devices?.value ?? 1)));
}

function samplesOf({ samples, dataset, share }: Workload): number {
  const named = dataset ? datasetNamed(dataset.value) : undefined;
  return samples?.value ?? (named?.samples ?? 0) * (share?.value ?? 1);
}
