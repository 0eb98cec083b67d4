/** Evaluation in the loop that trains, told apart by a word: `for phase in phases: ... if phase == "train": loss.backward()`. */
import type { Call, Compare, Node } from '../../syntax/ast';
import { ancestors, enclosingFunction } from '../../syntax/walk';
import type { EvaluationPass, TrainingLoop } from '../loops';
import type { Model } from '../model';
import { perModel } from '../per-model';
import { backwardsIn, isWithin, updatesIn } from './events';
import { isGradOff } from './grad-scopes';
import { evalCallFor } from './mode-switches';
import { textOf } from './modules';
import { GRADIENTS } from './shared-passes';

/** One for each loop that goes backward in the phase of training alone, and switches the network to eval mode in another. */
export const phasePasses = perModel((model): readonly EvaluationPass[] =>
  model.trainingLoops.flatMap((loop) => passOf(model, loop) ?? []),
);

function passOf(model: Model, { step, forwards }: TrainingLoop): EvaluationPass | undefined {
  const events = [...backwardsIn(model, step), ...updatesIn(model, step)];
  const [trainsIf, ...others] = new Set(events.map((event) => phaseTest(model, event, step)));
  const both = forwards.filter((call) => !phaseTest(model, call, step));
  const [first] = both;
  if (!trainsIf || others.length > 0 || !first || both.some((call) => isGradOff(model, call))) return undefined;
  const phases = phaseLoop(step, trainsIf);
  const owner = enclosingFunction(step);
  const evalCall = evalCallFor(model, owner, first);
  if (!phases || !evalCall || evalCall.start < phases.start || GRADIENTS.test(textOf(model, phases))) return undefined;
  const found = { node: step, function: owner ?? null, forwards: both, evalCall, trainsIf };
  return { ...found, guarded: false, needsGradient: false };
}

/** `phase == "train"`, a test of this kind around a node of the loop. */
function phaseTest(model: Model, node: Call, loop: Node): string | undefined {
  for (const at of ancestors(node))
    if (at.kind === 'if' && at.start > loop.start && isPhaseTest(at.test) && at.body.some((one) => isWithin(node, one)))
      return textOf(model, at.test);
  return undefined;
}

const isPhaseTest = (test: Node): test is Compare =>
  test.kind === 'compare' &&
  test.ops.join() === '==' &&
  test.operands[0]?.kind === 'name' &&
  test.operands[1]?.kind === 'constant' &&
  /^train/i.test(String(test.operands[1].value));

/** The loop over phases around the step, whose variable the test asks. */
function phaseLoop(step: Node, test: string): Node | undefined {
  const name = /^\w+/.exec(test)?.[0];
  return [...ancestors(step)].find((at) => at.kind === 'for' && at.target.kind === 'name' && at.target.id === name);
}
