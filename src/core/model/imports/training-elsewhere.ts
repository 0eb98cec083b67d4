/** Training that this program starts and another file runs: one for each loop there, with what it is given here. */
import type { Call, Expr } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import { reachingBindings } from '../lookup';
import { argumentsTo } from './given';
import type { Model } from '../model';
import { perModel } from '../per-model';
import { isWithin } from '../torch/events';
import { trainingKind } from '../torch/kind';
import { isModule, isPath, moduleTexts, textOf } from '../torch/modules';
import { calleeName } from '../traverse';
import type { ImportedLoop, ImportedTraining } from './imported';

export interface TrainingElsewhere {
  readonly loop: ImportedLoop;
  /** The calls that start it, in source order. */
  readonly runs: readonly RunElsewhere[];
}

export interface RunElsewhere {
  readonly training: ImportedTraining;
  /** What may be the network among the values that the call, or the object it is made on, is given. */
  readonly models: readonly Expr[];
  /** The run gets a device, or a network that was moved to one. */
  readonly isPlaced: boolean;
}

/**
 * How functions that train are called; what a text holds in which `trainingElsewhere` finds any. Not `from_pretrained`, `prune`,
 * `constrain`, `remain` and `RuntimeError`, of which libraries are full.
 */
export const STARTS_TRAINING =
  /(?:(?<!cons|rest)[tT]rain(?!ed)|TRAIN|[fF]it|[lL]earn(?!ed)|[eE]poch|(?<![A-Za-z])run|Run(?!time)|(?<![A-Za-z])main|Main|[sS]tep|[sS]olve|[oO]ptimi[sz]e)(?<!\bdef\s+\w*)\w*\s*\(/;

export const trainingElsewhere = perModel((model): readonly TrainingElsewhere[] => {
  const found = new Map<string, { loop: ImportedLoop; runs: RunElsewhere[] }>();
  for (const training of model.importedTraining) {
    const { loop } = training.through;
    if (!loop || training.framework !== 'torch' || !isApart(model, training)) continue;
    const key = `${loop.file}:${loop.line}`;
    const group = found.get(key) ?? { loop, runs: [] };
    group.runs.push(runOf(model, training));
    found.set(key, group);
  }
  return [...found.values()];
});

/** It is started by its name, outside any loop that trains here, and learns from data rather than rewards or pictures. */
function isApart(model: Model, { call, epoch }: ImportedTraining): boolean {
  if (!STARTS_TRAINING.test(`${calleeName(call)}(`)) return false;
  if (model.trainingLoops.some(({ step }) => isWithin(call, step))) return false;
  return !/^(reinforcement|input-optimisation)$/.test(trainingKind(model, epoch ?? call, []));
}

function runOf(model: Model, training: ImportedTraining): RunElsewhere {
  const given = givenTo(model, training.call);
  const texts = moduleTexts(model);
  const models = given.filter((value) => isModule(model, value, texts));
  const isPlaced = given.some((value) => namesDevice(model, value)) || models.some((value) => isMoved(model, value));
  return { training, models, isPlaced };
}

/** The arguments of the call and of the construction of the object whose method it is. */
function givenTo(model: Model, call: Call): readonly Expr[] {
  return argumentsTo(model, call).map(({ value }) => value);
}

function namesDevice(model: Model, value: Expr): boolean {
  return /device|gpu|cuda/i.test(textOf(model, value));
}

/** `net = Net().to(device)`, `net.cuda()`. */
function isMoved(model: Model, value: Expr): boolean {
  if (moves(value)) return true;
  const bindings = value.kind === 'name' ? reachingBindings(value) : [];
  if (bindings.some((one) => one.value !== null && moves(one.value))) return true;
  if (!isPath(value)) return false;
  const text = textOf(model, value);
  return ['to', 'cuda']
    .flatMap((name) => model.program.calls(name))
    .some(({ func }) => func.kind === 'attribute' && textOf(model, func.value) === text);
}

const moves = (value: Expr): boolean =>
  [...descend(value)].some(
    (one) => one.kind === 'call' && /^(to|cuda|DataParallel|DistributedDataParallel)$/.test(calleeName(one)),
  );
