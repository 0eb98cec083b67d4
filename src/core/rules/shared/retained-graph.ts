/** Backward passes that keep their graph although the next step builds a new one. */
import type { Argument, Call, Expr, Name, Node } from '../../syntax/ast';
import { descend } from '../../syntax/walk';
import { reachingBindings } from '../../model/lookup';
import type { TrainingLoop } from '../../model/loops';
import type { Model } from '../../model/model';
import { asBoolean } from '../../model/values';
import { backwardsIn, isWithin } from '../../model/torch/events';
import { lossOf } from '../../model/torch/graph-flow';
import { isModule, moduleTexts, type Texts, textOf } from '../../model/torch/modules';

export interface RetainedGraph {
  readonly call: Call;
  readonly argument: Argument;
}

/** Undefined where the graph may be used again: a second backward, state from step to step, anything that cannot be read. */
export function retainedGraph(model: Model, loop: TrainingLoop): RetainedGraph | undefined {
  const argument = loop.backward.args.find((one) => one.name === 'retain_graph');
  if (!argument || argument.value.kind !== 'constant' || asBoolean(model.value(argument.value)) !== true)
    return undefined;
  if (loop.kind !== 'supervised' && loop.kind !== 'diffusion') return undefined;
  if (loop.backward.args.some(({ name }) => name === 'inputs')) return undefined;
  if (['create_graph', 'retain_grad', 'higher'].some((word) => model.program.mentions(word))) return undefined;
  if (model.program.calls('grad').length > 0) return undefined;
  const scopes: readonly Node[] = loop.stepFunction ? [loop.step, loop.stepFunction] : [loop.step];
  const backwards = new Set(scopes.flatMap((scope) => backwardsIn(model, scope)));
  const loss = lossOf(loop.backward);
  if (backwards.size !== 1 || loop.stepFunction || !loss) return undefined;
  return isFresh(model, loop, loss) ? { call: loop.backward, argument } : undefined;
}

/** Everything that the loss is computed from is made in this very step, by modules that remember nothing. */
function isFresh(model: Model, loop: TrainingLoop, loss: Expr): boolean {
  const texts = moduleTexts(model);
  const seen = new Set<Node>();
  const queue: Expr[] = [loss];
  let forwards = 0;
  for (let at = queue.pop(); at; at = queue.pop()) {
    for (const node of descend(at)) {
      if (node.kind === 'call' && loop.forwards.includes(node)) {
        if (!isStateless(model, node)) return false;
        forwards += 1;
      }
      if (node.kind !== 'name' || seen.has(node)) continue;
      seen.add(node);
      const values = valuesInStep(model, loop, node, texts);
      if (!values) return false;
      queue.push(...values.filter((value) => !seen.has(value)));
    }
  }
  return forwards > 0;
}

/** What a name is bound to in this step; empty for what carries no graph from outside, undefined when that is not sure. */
function valuesInStep(model: Model, loop: TrainingLoop, name: Name, texts: Texts): readonly Expr[] | undefined {
  const bindings = reachingBindings(name);
  if (bindings.every(({ node }) => isWithin(node, loop.step))) {
    if (bindings.some(({ node, kind }) => kind !== 'for' && node.start > name.start)) return undefined;
    return bindings.flatMap(({ value, kind, node }) => (value && kind !== 'for' && node !== loop.step ? [value] : []));
  }
  if (bindings.some(({ node }) => isWithin(node, loop.step))) return undefined;
  return isHarmless(model, name, texts) ? [] : undefined;
}

/** A module, a function, an import, a number or text, a configuration: nothing with a graph of its own. */
function isHarmless(model: Model, name: Name, texts: Texts): boolean {
  if (/^(device|args|cfg|config|opts?|hparams|self|params|rank)$/.test(name.id)) return true;
  if (isModule(model, name, texts) || isCallee(name)) return true;
  if (model.value(name).alternatives.length > 0) return true;
  return model
    .origins(name)
    .some((origin) => origin.kind === 'external' || origin.kind === 'function' || origin.kind === 'class');
}

function isCallee(name: Name): boolean {
  const { parent } = name;
  return parent?.kind === 'call' && parent.func === name;
}

/** A module of a library, or one of the program whose forward stores nothing. */
function isStateless(model: Model, forward: Call): boolean {
  const origins = model.origins(forward.func);
  if (origins.length === 0) return false;
  return origins.every((origin) => {
    if (origin.kind === 'result') return !/RNN|LSTM|GRU/.test(origin.of);
    if (origin.kind !== 'instance') return false;
    for (const node of descend(origin.of)) {
      if (node.kind !== 'function' || node.name === '__init__') continue;
      for (const one of descend(node))
        if (one.kind === 'assign' && one.targets.some((target) => /^self\./.test(textOf(model, target)))) return false;
    }
    return true;
  });
}
