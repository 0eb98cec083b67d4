/** Whether a loop trains on the CPU although other parts of the program use an accelerator: nothing of its own is moved there. */
import type { Call, Expr, Node } from '../../syntax/ast';
import { enclosingFunction, topOf } from '../../syntax/walk';
import { asIs } from '../answers';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { perModel, perModelAnd } from '../per-model';
import { trainingLoopAt } from '../training-loops';
import { textOf } from './modules';

/**
 * Notebooks make one network after the other, and only the last goes to the GPU. Told only where all of it can be seen: loops at
 * the top of a program that has several, over networks that are made there and not moved before the loop ends.
 */
export function isLeftOnCpu(model: Model, step: Node): boolean {
  return !enclosingFunction(step) && hasSeveralLoops(model) && isUnmoved(model, step);
}

const hasSeveralLoops = perModel((model) => model.trainingLoops.length > 1);

const isUnmoved = perModelAnd((model: Model, step: Node): boolean => {
  const loop = trainingLoopAt(model, step);
  if (loop?.framework !== 'torch' || loop.forwards.length === 0 || movesEverything(model)) return false;
  const starts = loop.forwards.map(({ func }) => madeAt(model, func));
  if (starts.includes(undefined)) return false;
  const from = Math.min(...starts.map((start) => start ?? 0));
  const { end } = topOf(step);
  return !moves(model).some((node) => from <= node.start && node.start < end);
}, asIs);

const MOVES_EVERYTHING = ['set_default_device', 'set_default_tensor_type', 'Accelerator', 'Fabric', 'accelerator'];
const movesEverything = (model: Model): boolean => MOVES_EVERYTHING.some((name) => model.program.mentions(name));

const MOVES = ['cuda', 'to', 'DataParallel', 'DistributedDataParallel'];

/** Everything that can move something, or says where to. */
const moves = (model: Model): readonly Node[] => [
  ...MOVES.flatMap((name) => model.program.calls(name)),
  ...model.program.names('device'),
  ...model.program.attributes('device'),
];

/** Where a network that this program makes itself is made; undefined where it is moved at once or comes from elsewhere. */
function madeAt(model: Model, network: Expr): number | undefined {
  if (network.kind !== 'name') return undefined;
  const starts = reachingBindings(network).map(({ node }) => (node.kind === 'assign' ? node : undefined));
  const made = starts.map((assign) => (assign?.value?.kind === 'call' ? assign.value : undefined));
  if (made.length === 0 || !made.every((call) => call !== undefined && isOwnNetwork(model, call))) return undefined;
  return Math.min(...made.map((call) => (call as Call).start));
}

const DEVICE = /cuda|device|\.to\(|mps|xla/;

function isOwnNetwork(model: Model, call: Call): boolean {
  if (DEVICE.test(textOf(model, call))) return false;
  const origins = model.origins(call);
  return (
    origins.length > 0 &&
    origins.every((origin) => {
      if (origin.kind === 'result') return /^(torch\.nn\.|torchvision\.models\.)/.test(origin.of);
      if (origin.kind !== 'instance') return false;
      return !DEVICE.test(textOf(model, origin.of));
    })
  );
}
