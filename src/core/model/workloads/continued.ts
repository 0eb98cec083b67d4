/** Loops around a training that go on with the same weights: they make more epochs of it, not more trainings. */
import type { Call, Loop, Node } from '../../syntax/ast';
import { enclosingFunction } from '../../syntax/walk';
import { innermostLoop, isRepetition } from '../epoch-loops';
import type { TrainingLoop } from '../loops';
import type { Model } from '../model';
import { type Count, known, product } from '../search/count';
import { runsIn } from '../search/trial-loops';
import type { KerasFit } from '../trainers/keras-fit';
import { calleeName, callsIn, madeBy } from '../traverse';
import { turnsOf } from '../turns';
import type { Fact } from '../workload';

export interface Continued {
  /** The outermost loop that trains the same weights on. */
  readonly outer: Node;
  /** How often that runs the loop over epochs; null where it cannot be counted. */
  readonly turns: Count | null;
}

const MAX_CALLS = 3;

/** `for cycle in range(7): for epoch in range(50)`, where the network is made before; `run` where one of several calls starts it. */
export function continuedBy(model: Model, loop: TrainingLoop, run?: Call): Continued {
  if (run) return { outer: run, turns: known(1) };
  return continuedFrom(model, loop.epoch ?? loop.step, networkMadeBy(model, loop));
}

/** `for cycle in range(100): net.fit(x, y, epochs=1)`, where the network is made before; a loop over files or folds has other rows in each turn. */
export function continuedFit(model: Model, { call, receiver }: KerasFit): Continued {
  const found = continuedFrom(model, call, madeBy(model, receiver));
  const { outer, turns } = found;
  const counts = outer.kind === 'for' && outer.iter.kind === 'call' && /range$/.test(calleeName(outer.iter));
  return turns && counts ? found : { outer: call, turns: known(1) };
}

function continuedFrom(model: Model, node: Node, made: readonly Call[]): Continued {
  let [at, calls]: [Node, number] = [node, 0];
  let found: Continued = { outer: node, turns: known(1) };
  while (made.length > 0) {
    const around = innermostLoop(at);
    if (!around) {
      const owner = enclosingFunction(at);
      const [call, ...others] = owner ? model.callersOf(owner) : [];
      if (!call || others.length > 0 || (calls += 1) > MAX_CALLS) return found;
      at = call;
      continue;
    }
    if (restarts(model, around, made)) return found;
    found = { outer: around, turns: product(found.turns, turnsIn(model, around, at)) };
    at = around;
  }
  return found;
}

function turnsIn(model: Model, loop: Loop, node: Node): Count | null {
  return loop.kind === 'while' ? null : turnsOf(model, loop, node);
}

/** Where the network is made, or else its optimizer. */
function networkMadeBy(model: Model, { model: network, update }: TrainingLoop): readonly Call[] {
  const optimizer = update.func.kind === 'attribute' ? update.func.value : null;
  for (const value of [network, optimizer]) {
    const made = value ? madeBy(model, value) : [];
    if (made.length > 0) return made;
  }
  return [];
}

/** What gives a network that is there already the weights of a new one. */
const ANEW =
  /^(reset_parameters|\w*init_weights|weights?_(init|reset)|reset_weights|load_state_dict|set_weights|deepcopy|clone_model)$/;

function restarts(model: Model, loop: Loop, made: readonly Call[]): boolean {
  if (isRepetition(loop) || made.some((call) => runsIn(model, call, loop))) return true;
  return [...callsIn(loop)].some((call) => ANEW.test(calleeName(call)));
}

/** More epochs, or more steps. */
export function timesTurns(fact: Fact<number>, turns: Count | null): Fact<number> {
  if (!fact || turns?.value === 1) return fact;
  if (!turns) return null;
  const certainty = fact.certainty === 'known' ? turns.certainty : fact.certainty;
  return { ...fact, value: fact.value * turns.value, certainty, note: fact.note ?? turns.via };
}
