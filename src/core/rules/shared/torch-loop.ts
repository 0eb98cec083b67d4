/** What the torch rules ask about one training loop: the model it trains, how small it is, who manages its precision. */
import type { TrainingLoop } from '../../model/loops';
import type { Model } from '../../model/model';
import { layersOf, layersOfInstance, type LayerFacts } from '../../model/torch/layers';
import type { Node } from '../../syntax/ast';
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

export function trainedModel(model: Model, loop: TrainingLoop): TrainedModel {
  let library = false;
  for (const forward of loop.forwards) {
    for (const origin of model.origins(forward.func)) {
      if (origin.kind === 'instance')
        return { layers: layersOfInstance(model, origin.of, origin.call), origin: 'local' };
      if (origin.kind !== 'result') continue;
      if (CONTAINERS.has(origin.of)) return { layers: layersOf(model, origin.call), origin: 'local' };
      library = true;
    }
  }
  return { layers: undefined, origin: library ? 'library' : 'unknown' };
}

/** Modules that are nothing but the layers written in their call. */
const CONTAINERS = new Set(['torch.nn.Sequential', 'torch.nn.Linear']);

/** Small weights and no long work on images: at most a hint, in every rule. */
export function isTinyModel(trained: TrainedModel, epochs: number | undefined): boolean {
  const { layers } = trained;
  if (!layers || !layers.complete || layers.parameters >= TINY_PARAMETERS) return false;
  return layers.convolutions === 0 || (epochs ?? 0) < 50;
}

/** True for a loop that is counted and takes few steps, without a data loader: a demonstration. */
export function isDemonstration(model: Model, loop: TrainingLoop): boolean {
  if (loop.step.kind !== 'for' || loop.epoch !== null) return false;
  const lengths = model.value(loop.step.iter).alternatives.map((one) => (one.type === 'sequence' ? one.length : null));
  return lengths.length > 0 && lengths.every((length) => length !== null && length <= FEW_STEPS);
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
  for (const comment of model.program.comments) {
    if (comment.start < node.start || comment.end > node.end) continue;
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
