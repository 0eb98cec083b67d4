/** What the torch rules ask about one training loop: the model it trains, how small it is, who manages its precision. */
import type { TrainingLoop } from '../../model/loops';
import type { Model } from '../../model/model';
import { perModel } from '../../model/per-model';
import { breaksAfter, stopsAfter } from '../../model/torch/loop-limits';
import { importedLayers, layersOfContainer, layersOfInstance, type LayerFacts } from '../../model/torch/layers';
import { textOf } from '../../model/torch/modules';
import { standsFor } from '../../model/traverse';
import { asNumber, asString } from '../../model/values';
import { dataOf } from '../../model/workloads/data';
import type { Call, Expr, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';

/** Models below this many weights are tiny: their runs take seconds, or the input pipeline decides. */
const TINY_PARAMETERS = 1_000_000;
/** Fewer optimizer steps than this, where the loop is counted, are a demonstration. */
const FEW_STEPS = 200;

export interface TrainedModel {
  /** Layers of the model where it is defined in the program; undefined for library models and unknown ones. */
  readonly layers: LayerFacts | undefined;
  readonly origin: 'local' | 'library' | 'unknown';
}

export function trainedModel(model: Model, { forwards }: Pick<TrainingLoop, 'forwards'>): TrainedModel {
  return modelAmong(
    model,
    forwards.map(({ func }) => func),
  );
}

/** The first of the values that is a module whose layers can be told. */
export function modelAmong(model: Model, values: readonly Expr[]): TrainedModel {
  let library = false;
  for (const value of values) {
    for (const origin of model.origins(value)) {
      if (origin.kind === 'instance')
        return { layers: layersOfInstance(model, origin.of, origin.call), origin: 'local' };
      if (origin.kind !== 'result') continue;
      const imported = importedLayers(model, origin.of, origin.call);
      if (imported) return { layers: imported, origin: 'local' };
      if (CONTAINERS.has(origin.of)) return { layers: layersOfContainer(model, origin.call), origin: 'local' };
      library = true;
    }
  }
  return { layers: undefined, origin: library ? 'library' : 'unknown' };
}

/** Modules that are nothing but the layers written in their call. */
const CONTAINERS = new Set(['torch.nn.Sequential', 'torch.nn.Linear']);

const CONVNETS =
  /^torchvision\.models\.(resnet|resnext|wide_resnet|vgg|alexnet|densenet|squeezenet|googlenet|inception|mobilenet|shufflenet|mnasnet|efficientnet|regnet)/;

/** Next to all work is in convolutions, which cuDNN runs in TF32 by itself. */
export function isConvolutional(model: Model, { model: trained }: Pick<TrainingLoop, 'model'>): boolean {
  if (!trained) return false;
  return model.origins(trained).some((origin) => {
    if (origin.kind === 'result' && CONVNETS.test(origin.of)) return true;
    const layers =
      origin.kind === 'instance'
        ? layersOfInstance(model, origin.of, origin.call)
        : origin.kind === 'result' && CONTAINERS.has(origin.of)
          ? layersOfContainer(model, origin.call)
          : undefined;
    return layers !== undefined && layers.convolutions > 0 && layers.heavy - layers.convolutions <= HEAD_LAYERS;
  });
}

/** Linear layers of a classifier on top of convolutions. */
const HEAD_LAYERS = 3;

/** Small weights and no long work on images: at most a hint, in every rule. */
export function isTinyModel(trained: TrainedModel, epochs: number | undefined): boolean {
  const { layers } = trained;
  // Without one layer that multiplies, the layers that do are of a library that is not counted.
  if (!layers || !layers.complete || layers.heavy === 0 || layers.parameters === 0) return false;
  if (layers.parameters >= TINY_PARAMETERS) return false;
  return layers.convolutions === 0 || (epochs ?? 0) < 50;
}

/** True for a loop that is left after few steps, or is counted and takes few without a data loader: a demonstration. */
export function isDemonstration(model: Model, loop: TrainingLoop): boolean {
  if (loop.step.kind !== 'for') return false;
  const epochs = loop.epoch ? asNumber(loop.epochs) : 1;
  const most = epochs === undefined ? undefined : breaksAfter(model, loop.step);
  if (most !== undefined && most * (epochs ?? 1) <= FEW_STEPS) return true;
  if ((stopsAfter(model, loop.step, loop.epoch ?? loop.step) ?? FEW_STEPS + 1) <= FEW_STEPS) return true;
  if (epochs === 1 && SMALL_PICTURES.test(dataOf(model, loop.loader ?? undefined).dataset?.value ?? '')) return true;
  if (epochs === undefined || loop.epoch === loop.step) return false;
  const lengths = model.value(loop.step.iter).alternatives.map((one) => (one.type === 'sequence' ? one.length : null));
  return lengths.length > 0 && lengths.every((length) => length !== null && length * epochs <= FEW_STEPS);
}

/** One pass over these takes seconds. */
const SMALL_PICTURES = /^(CIFAR100?|SVHN|\w*MNIST|cifar100?|cifar10)$/;

/** Who looks after the precision of a loop when `accelerator.backward(loss)` or `accelerator.prepare(model)` is in it. */
export type Manager = { readonly construction: Call | null };

/** The Accelerator of a loop, `construction` null when it comes from outside; undefined for a loop without one. */
export function managerOf(model: Model, loop: TrainingLoop): Manager | undefined {
  const receiver = loop.backward.func.kind === 'attribute' ? loop.backward.func.value : undefined;
  const made = model.callsOf('accelerate.Accelerator').map(({ call }) => call);
  const own = made.find((call) => receiver !== undefined && standsFor(model, receiver, call));
  if (own) return { construction: own };
  if (receiver?.kind === 'name' && /accelerator/i.test(receiver.id) && loop.backward.args.length > 0)
    return { construction: made[0] ?? null };
  const trained = loop.model && textOf(model, loop.model);
  const prepared = model.program
    .calls('prepare')
    .filter((call) => call.start < loop.step.start)
    .some((call) => call.args.some(({ value }) => textOf(model, value) === trained));
  return prepared && made[0] ? { construction: made[0] } : undefined;
}

/** True when the model is handed in by a caller that is not in this program. */
export function comesFromOutside(model: Model, loop: TrainingLoop): boolean {
  if (!loop.model) return false;
  const origins = model.origins(loop.model);
  return origins.length > 0 && origins.every((origin) => origin.kind === 'parameter');
}

/** True when the step calls a network of Keras, whose layers choose their own precision. */
export function callsKerasModel(model: Model, loop: TrainingLoop): boolean {
  return stepScopes(loop)
    .flatMap(callsIn)
    .flatMap((call) => model.origins(call.func))
    .some((origin) => {
      if (origin.kind === 'instance') return model.isSubclass(origin.of, 'keras.Model', 'keras.Sequential');
      return origin.kind === 'result' && /^keras\.(Model|Sequential|applications\.\w+)$/.test(origin.of);
    });
}

/** What puts tensors or models of PyTorch somewhere else than on the CPU. */
const MOVES = ['to', 'cuda', 'prepare', 'set_default_device', 'set_default_tensor_type', 'to_device', 'move_to_device'];

/** A GPU in the settings of a notebook is left idle by PyTorch code that moves nothing to it. */
export const leavesGpuIdle = perModel((model: Model): boolean => {
  const { evidence } = model.device;
  if (evidence.length === 0 || evidence.some(({ span }) => span.end > 0)) return false;
  return !MOVES.some((name) => model.program.calls(name).length > 0) && !model.program.mentions('device');
});

/** The step moves its batch to the CPU, whatever other cells do. */
export function runsOnCpu(model: Model, loop: TrainingLoop): boolean {
  const first = loop.forwards[0]?.start ?? loop.backward.start;
  const moves = callsIn(loop.step).filter(
    ({ func, start }) => start < first && func.kind === 'attribute' && (func.attr === 'to' || func.attr === 'cuda'),
  );
  return moves.length > 0 && moves.every(({ args }) => args[0] !== undefined && isCpu(model, args[0].value));
}

/** `"cpu"`, `torch.device("cpu")`, or a name for one of them. */
function isCpu(model: Model, place: Expr): boolean {
  if (asString(model.value(place)) === 'cpu') return true;
  const origins = model.origins(place);
  if (origins.length === 0) return false;
  return origins.every((origin) => {
    const first = origin.kind === 'result' && origin.of === 'torch.device' ? origin.call.args[0] : undefined;
    return first !== undefined && asString(model.value(first.value)) === 'cpu';
  });
}

/** The statements and helper that run in one step. */
export function stepScopes(loop: TrainingLoop): readonly Node[] {
  return loop.stepFunction ? [loop.step, loop.stepFunction] : [loop.step];
}

export function stepMentions(model: Model, loop: TrainingLoop, pattern: RegExp): boolean {
  return stepScopes(loop).some((scope) => pattern.test(codeOf(model, scope)));
}

/** The text of a node without its comments. */
function codeOf(model: Model, node: Node): string {
  let text = model.program.text.slice(node.start, node.end);
  for (const comment of model.program.commentsIn(node)) {
    const [from, to] = [comment.start - node.start, comment.end - node.start];
    text = text.slice(0, from) + ' '.repeat(to - from) + text.slice(to);
  }
  return text;
}

export function callsIn(scope: Node): readonly Extract<Node, { kind: 'call' }>[] {
  return [...descend(scope, (at) => at === scope || (at.kind !== 'function' && at.kind !== 'class'))].filter(
    (node) => node.kind === 'call',
  );
}
