/** Which network a hand-written loop trains, with its layers where it is defined in the program. */
import type { Expr } from '../../syntax/ast';
import type { TrainingLoop } from '../loops';
import type { Model } from '../model';
import { importedLayers, layersOfContainer, layersOfInstance, type LayerFacts } from './layers';

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

/** The first of the values that is a module whose layers can be told. */
export function modelAmong(model: Model, values: readonly Expr[]): TrainedModel {
  let library = false;
  for (const value of values) {
    for (const origin of model.origins(value)) {
      if (origin.kind === 'instance')
        return { layers: layersOfInstance(model, origin.of, origin.call), origin: 'local' };
      if (origin.kind !== 'result') continue;
      const imported = importedLayers(model, origin.of, origin.call);
      if (imported) return { layers: imported, origin: 'local' };
      if (CONTAINERS.has(origin.of)) return { layers: layersOfContainer(model, origin.call), origin: 'local' };
      library = true;
    }
  }
  return { layers: undefined, origin: library ? 'library' : 'unknown' };
}

/** Modules that are nothing but the layers written in their call. */
export const CONTAINERS = new Set(['torch.nn.Sequential', 'torch.nn.Linear']);
