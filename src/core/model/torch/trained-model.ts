/** Which network a hand-written loop trains, with its layers where it is defined in the program. */
import type { Expr } from '../../syntax/ast';
import type { TrainingLoop } from '../loops';
import type { Model } from '../model';
import type { Origin } from '../origins';
import { isWithoutLayers, type LayerFacts } from './layer-facts';
import { importedLayers, layersOfContainer, layersOfInstance } from './layers';

export interface TrainedModel {
  /** Layers of the model where it is defined in the program; undefined for library models and unknown ones. */
  readonly layers: LayerFacts | undefined;
  readonly origin: 'local' | 'library' | 'unknown';
}

export function trainedModel(model: Model, { forwards }: Pick<TrainingLoop, 'forwards'>): TrainedModel {
  return modelAmong(
    model,
    forwards.map(({ func }) => func),
  );
}

/** The first of the values that is a module whose layers can be told; a loss of its own class is one only where all are. */
export function modelAmong(model: Model, values: readonly Expr[]): TrainedModel {
  let library = false;
  let loss: LayerFacts | undefined;
  for (const origin of values.flatMap((value) => model.origins(value))) {
    const layers = layersAt(model, origin);
    if (layers && !(isWithoutLayers(layers) && layers.complete)) return { layers, origin: 'local' };
    if (layers) loss ??= layers;
    else if (origin.kind === 'result' && !/Loss$/.test(origin.of)) library = true;
  }
  if (library) return { layers: undefined, origin: 'library' };
  return { layers: loss, origin: loss ? 'local' : 'unknown' };
}

function layersAt(model: Model, origin: Origin): LayerFacts | undefined {
  if (origin.kind === 'instance') return layersOfInstance(model, origin.of, origin.call);
  if (origin.kind !== 'result') return undefined;
  const container = CONTAINERS.has(origin.of) ? layersOfContainer(model, origin.call) : undefined;
  return importedLayers(model, origin.of, origin.call) ?? container;
}

/** Modules that are nothing but the layers written in their call. */
export const CONTAINERS = new Set(['torch.nn.Sequential', 'torch.nn.Linear']);
