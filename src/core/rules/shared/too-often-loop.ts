/** Hand-written training loops that go through the evaluation data every few batches. */
import { asIs } from '../../model/answers';
import type { TrainingLoop } from '../../model/loops';
import type { Model } from '../../model/model';
import { overEvaluationData } from '../../model/evaluation-passes';
import { perModel, perModelAnd } from '../../model/per-model';
import { scaleOfLoop } from '../../model/scale/of-runs';
import { isWithin } from '../../model/torch/events';
import { textOf } from '../../model/torch/modules';
import { asNumber, type Value } from '../../model/values';
import { workloadOf } from '../../model/workloads/workload-of';
import type { For, Node } from '../../syntax/ast';
import { ancestors, descend, descendRunning } from '../../syntax/walk';
import { lowered } from './level';
import { runsEachTime } from './each-time';
import { every, type TooOften } from './too-often';
import type { Limits } from './too-often-trainer';

export function tooOftenInLoops(model: Model, limits: Limits): TooOften[] {
  return model.trainingLoops.flatMap((loop) => {
    if (loop.kind === 'reinforcement' || loop.kind === 'input-optimisation' || loop.step === loop.epoch) return [];
    const { step } = loop;
    if (step.kind !== 'for' || model.isIgnored(step) || /^range\b|\brange\(/.test(textOf(model, step.iter))) return [];
    const found = passesIn(model, step)
      .flatMap((node) => [{ node, interval: intervalOf(model, node, step) }])
      .find(({ interval }) => interval !== undefined && interval.steps < limits.steps);
    return found?.interval ? [describe(model, loop, found.node, found.interval)] : [];
  });
}

function describe(model: Model, loop: TrainingLoop, node: Node, { steps, value }: Interval): TooOften {
  const isDefault = value?.certainty === 'default';
  return {
    node,
    message: `All evaluation data are gone through ${every(steps)}`,
    level: lowered('information', isDefault ? 1 : 0),
    notes: [isDefault && `${value.via ?? 'an option'} can change it`],
    interval: steps,
    share: null,
    scale: scaleOfLoop(model, loop),
    workload: workloadOf(model, loop.epoch ?? loop.step, loop.step),
    fixes: [],
  };
}

/** Loops over evaluation data inside a training step, and calls of functions that hold one. */
function passesIn(model: Model, step: For): readonly Node[] {
  const passes = wholePasses(model);
  const own = passes.map(({ node }) => node).filter((node) => isWithin(node, step));
  const called = passes.flatMap(({ node, function: owner }) =>
    owner && runsEachTime(model, node, owner) ? model.callersOf(owner).filter((call) => isWithin(call, step)) : [],
  );
  return [...own, ...called].sort((a, b) => a.start - b.start);
}

const wholePasses = perModel(
  (model) => model.evaluationPasses.filter(({ node }) => node.kind === 'for' && isWhole(model, node)),
  asIs,
);

const PARTS = /\b(islice|take|range|select|sample|subset|small|mini|few)\w*\b|\[[^\]]*:/i;

/** Neither left early nor over a part of the data. */
const isWhole = perModelAnd((model, node: For): boolean => {
  if (!overEvaluationData(model, node) || PARTS.test(textOf(model, node.iter))) return false;
  for (const one of descendRunning(node)) if (one.kind === 'break' || one.kind === 'return') return false;
  return true;
});

interface Interval {
  readonly steps: number;
  readonly value?: Value;
}

/** `if step % 10 == 0:` around it; 1 where it runs each time, undefined under any other condition. */
function intervalOf(model: Model, node: Node, step: For): Interval | undefined {
  if (runsEachTime(model, node, step)) return { steps: 1 };
  const conditions = [...ancestors(node)].filter((at) => at.kind === 'if' && isWithin(at, step));
  const [only] = conditions;
  if (conditions.length !== 1 || only?.kind !== 'if' || !runsEachTime(model, only, step)) return undefined;
  if (!only.body.some((one) => isWithin(node, one)) || /!=/.test(textOf(model, only.test))) return undefined;
  const modulo = [...descend(only.test)].find((one) => one.kind === 'binary' && one.op === '%');
  const value = modulo?.kind === 'binary' ? model.value(modulo.right) : undefined;
  const steps = value && asNumber(value);
  return steps !== undefined && steps >= 1 && value ? { steps, value } : undefined;
}
