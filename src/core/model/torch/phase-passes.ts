/** Evaluation in the loop that trains, told apart by a word: `for phase in phases: ... if phase == "train": loss.backward()`. */
import type { Call, Compare, Node } from '../../syntax/ast';
import { ancestors, enclosingFunction } from '../../syntax/walk';
import type { EvaluationPass, TrainingLoop } from '../loops';
import type { Model } from '../model';
import { perModel } from '../per-model';
import { backwardsIn, isWithin, updatesIn } from './events';
import { isGradOff } from './grad-scopes';
import { evalCallIn } from './mode-switches';
import { textOf } from './modules';

/** One for each loop that goes backward in the phase of training alone, and switches the network to eval mode in another. */
export const phasePasses = perModel((model): readonly EvaluationPass[] =>
  model.trainingLoops.flatMap((loop) => passOf(model, loop) ?? []),
);

/** What somebody who thinks of gradients writes. */
const GRADIENTS = /no_grad|inference_mode|grad_enabled|enable_grad|autograd\.grad|requires_grad|retain_grad|volatile/;

function passOf(model: Model, { framework, step, stepFunction, forwards }: TrainingLoop): EvaluationPass | undefined {
  if (framework !== 'torch' || stepFunction || step.kind !== 'for') return undefined;
  const events = [...backwardsIn(model, step), ...updatesIn(model, step)];
  const [trainsIf, ...others] = new Set(events.map((event) => phaseTest(model, event, step)));
  if (!trainsIf || others.length > 0) return undefined;
  const phases = phaseLoop(step, trainsIf);
  const evalCall = phases && evalCallIn(model, phases, step);
  if (!evalCall || GRADIENTS.test(textOf(model, phases))) return undefined;
  const both = forwards.filter((call) => phaseTest(model, call, step) === undefined);
  if (both.length === 0 || both.some((call) => isGradOff(model, call))) return undefined;
  const owner = enclosingFunction(step) ?? null;
  return { node: step, function: owner, forwards: both, evalCall, guarded: false, needsGradient: false, trainsIf };
}

/** `phase == "train"`, the outermost test of this kind around a node of the loop. */
function phaseTest(model: Model, node: Call, loop: Node): string | undefined {
  let found: string | undefined;
  for (const at of ancestors(node)) {
    if (at === loop) return found;
    if (at.kind === 'if' && isPhaseTest(at.test) && at.body.some((one) => isWithin(node, one)))
      found = textOf(model, at.test);
  }
  return undefined;
}

const isPhaseTest = (test: Node): test is Compare =>
  test.kind === 'compare' &&
  test.ops.join() === '==' &&
  test.operands[0]?.kind === 'name' &&
  test.operands[1]?.kind === 'constant' &&
  /^tr(ai)?n(ing)?$/i.test(String(test.operands[1].value));

/** The loop over phases around the step, whose variable the test asks. */
function phaseLoop(step: Node, test: string): Node | undefined {
  const name = /^\w+/.exec(test)?.[0];
  return [...ancestors(step)].find((at) => at.kind === 'for' && at.target.kind === 'name' && at.target.id === name);
}
