/** Long PyTorch loops that keep nothing they could go on from. */
import { insertAfter } from '../../fixes/statements';
import { reference } from '../../fixes/reference';
import { runsByCall } from '../../model/call-runs';
import { iterationsOf } from '../../model/epoch-loops';
import type { TrainingLoop } from '../../model/loops';
import type { Model } from '../../model/model';
import { scaleOfLoop } from '../../model/scale/of-runs';
import { isWithin, updatesIn } from '../../model/torch/events';
import { textOf } from '../../model/torch/modules';
import { calleeName, dotted } from '../../model/traverse';
import { leastNumber } from '../../model/values';
import { workloadOf } from '../../model/workloads/workload-of';
import type { Call, For, Loop } from '../../syntax/ast';
import { descendRunning, enclosingFunction } from '../../syntax/walk';
import { quoted } from './quotes';
import type { Unpausable } from './unpausable';

/** Loops over epochs that are a run of their own, each once. */
export function* epochLoops(model: Model): Iterable<EpochLoop> {
  const seen = new Set<Loop>();
  for (const loop of model.trainingLoops) {
    const { epoch, framework, kind } = loop;
    if (epoch?.kind !== 'for' || framework !== 'torch' || seen.has(epoch) || model.isIgnored(epoch)) continue;
    if (kind === 'reinforcement' || kind === 'input-optimisation' || runsByCall(model, epoch).length > 0) continue;
    seen.add(epoch);
    yield { loop, epoch };
  }
}

export interface EpochLoop {
  readonly loop: TrainingLoop;
  readonly epoch: For;
}

/** What is wrong with a loop, where it has at least so many epochs. */
export function unpausableLoop(model: Model, { loop, epoch }: EpochLoop, fewest: number): Unpausable[] {
  const length = iterationsOf(model, epoch);
  const epochs = leastNumber(length);
  if (epochs === undefined || epochs < fewest) return [];
  const saves = savesIn(model, epoch);
  if (saves === 'unknown' || (saves === 'some' && keepsOptimizer(model))) return [];
  const workload = workloadOf(model, epoch, loop.step);
  const fix = saves === 'none' ? checkpoint(model, loop, epoch) : null;
  const keeps = saves === 'none' ? 'nothing' : 'weights';
  return [{ node: epoch.iter, epochs, length, keeps, scale: scaleOfLoop(model, loop), workload, fix }];
}

const SAVES = /save|checkpoint|ckpt|dump|snapshot|backup|persist|store|serial/i;
/** Pictures, curves and tables are no checkpoints. */
const OTHER =
  /fig|image|img|im$|imsave|grid|plot|gif|video|txt|csv|sample|history|config|args|log|result|restore|load/i;
/** May do anything. */
const OPEN =
  /callback|hook|handler|on_epoch|epoch_end|after_epoch|log_|logger|manager|record|track|monitor|finish|report/i;

/** Whether anything is kept while the epochs run; what is called there and cannot be followed may. */
function savesIn(model: Model, epoch: For): 'none' | 'some' | 'unknown' {
  const open: Call[] = callsIn(epoch);
  const seen = new Set<unknown>();
  let answer: 'none' | 'some' | 'unknown' = 'none';
  for (let call = open.pop(); call; call = open.pop()) {
    const name = calleeName(call);
    if (SAVES.test(name) && !OTHER.test(name)) {
      if (!isTorchSave(model, call)) return 'unknown';
      answer = 'some';
    }
    const callee = model.calleeOf(call);
    if (callee && !seen.has(callee)) {
      seen.add(callee);
      open.push(...callee.body.flatMap(callsIn));
    } else if (!callee && (OPEN.test(name) || isForeign(model, call))) return 'unknown';
  }
  return answer;
}

/** What another function saves cannot be told. */
function isTorchSave(model: Model, call: Call): boolean {
  if (model.calleeOf(call)) return true;
  return model.origins(call.func).some((one) => one.kind === 'external' && /^torch\.(jit\.)?save$/.test(one.name));
}

const callsIn = (node: Parameters<typeof descendRunning>[0]): Call[] =>
  [...descendRunning(node)].filter((one): one is Call => one.kind === 'call');

/** Known to train, to measure or to count, and to keep nothing. */
const LIBRARIES =
  /^(torch|torchvision|torchaudio|numpy|math|random|time|datetime|tqdm|builtins|sklearn|scipy|matplotlib|itertools|copy|os|sys|collections|torchmetrics|pandas|seaborn|transformers|timm)(\.|$)/;

/** A function of another file that was not read, or of a library that was not foreseen. */
function isForeign(model: Model, call: Call): boolean {
  if (model.imported(call.func) !== undefined) return true;
  const root = dotted(call.func)?.split('.')[0];
  if (root === undefined || call.func.kind !== 'name') return false;
  return model.origins(call.func).some((one) => one.kind === 'external' && !LIBRARIES.test(one.name));
}

/** `optimizer.state_dict()`, `accelerator.save_state()`, `{"optimizer": ...}`, a whole trainer that is pickled. */
function keepsOptimizer({ program }: Model): boolean {
  if (program.calls('save_state').length > 0 || program.calls('save_checkpoint').length > 0) return true;
  return (
    program.first(/\b\w*(?:opt|optim|solver|trainer|sched)\w*\s*\.\s*state_dict|["']\w*optim\w*["']|optim\w*=/i) !==
    undefined
  );
}

/** Several processes would write the same file. */
const PROCESSES = ['DistributedDataParallel', 'DDP', 'init_process_group', 'Accelerator', 'deepspeed', 'horovod', 'xm'];

function checkpoint(model: Model, loop: TrainingLoop, epoch: For): Unpausable['fix'] {
  const { program } = model;
  const last = epoch.body.at(-1);
  const receiver = loop.update.func.kind === 'attribute' ? loop.update.func.value : undefined;
  const trained = loop.model;
  if (!last || receiver?.kind !== 'name' || trained?.kind !== 'name' || epoch.target.kind !== 'name') return null;
  if (PROCESSES.some((one) => program.mentions(one)) || updatesIn(model, epoch).length !== 1) return null;
  const owner = enclosingFunction(epoch);
  if (![loop.update, ...loop.forwards].every((one) => isWithin(one, epoch) && enclosingFunction(one) === owner))
    return null;
  const { expression, imports } = reference(program, 'torch.save', epoch);
  const key = (name: string): string => quoted(model, name);
  const entries = [
    `${key('epoch')}: ${epoch.target.id}`,
    `${key('model')}: ${textOf(model, trained)}.state_dict()`,
    `${key('optimizer')}: ${receiver.id}.state_dict()`,
  ];
  const edits = insertAfter(program, last, `${expression}({${entries.join(', ')}}, ${key('checkpoint.pt')})`);
  return edits ? { title: 'Add a checkpoint after each epoch', edits, imports } : null;
}
