/** What the torch rules ask about one training loop: the model it trains, how small it is, who manages its precision. */
import type { TrainingLoop } from '../../model/loops';
import type { Model } from '../../model/model';
import { perModel } from '../../model/per-model';
import { layersOfContainer, layersOfInstance } from '../../model/torch/layers';
import { textOf } from '../../model/torch/modules';
import { CONTAINERS } from '../../model/torch/trained-model';
import { calleeName, standsFor } from '../../model/traverse';
import { asString } from '../../model/values';
import type { Call, Expr, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';

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

/** A GPU of the notebook's runtime, or one that is named and then forgotten: nothing is moved to it. */
export const leavesGpuIdle = perModel((model: Model): boolean => {
  if (model.device.evidence.length === 0 || model.configuration.launches.length > 0) return false;
  return !MOVES.some((name) => model.program.calls(name).length > 0) && !handsDeviceOn(model);
});

/** `device=device`, `train(net, device)`, `.to` under another name. */
function handsDeviceOn({ program }: Model): boolean {
  if (['DistributedDataParallel', 'DDP', 'FullyShardedDataParallel', 'FSDP'].some((name) => program.mentions(name)))
    return true;
  if (program.first(/[(,]\s*device\s*=/)) return true;
  return [...program.names('device'), ...program.attributes('device')].some(isHandedOn);
}

function isHandedOn({ parent }: Node): boolean {
  if (parent?.kind === 'argument') return !(parent.parent?.kind === 'call' && calleeName(parent.parent) === 'print');
  return parent?.kind === 'param' || parent?.kind === 'return' || parent?.kind === 'subscript';
}

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
