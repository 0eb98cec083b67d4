/** Training that is short whatever its settings say: toy data sets and models with few weights. */
import type { Expr } from '../../syntax/ast';
import { asIs } from '../../model/answers';
import type { Model } from '../../model/model';
import { perModel } from '../../model/per-model';
import { type LayerFacts, layersOfInstance } from '../../model/torch/layers';
import { asNumber } from '../../model/values';
import { isTinyModel } from './torch-loop';
import { importsModule } from '../../syntax/imported-modules';

/** Data sets on which an epoch takes seconds on any accelerator. */
const TOY_DATA = [
  'MNIST',
  'FashionMNIST',
  'KMNIST',
  'EMNIST',
  'mnist',
  'fashion_mnist',
  'MNISTDataModule',
  'load_iris',
  'load_digits',
  'load_wine',
  'make_moons',
  'make_circles',
  'Planetoid',
  'KarateClub',
];

/** Folders of two hundred pictures that tutorials download, and data modules around small sets. */
const TOY_TEXT = /hymenoptera|pizza_steak_sushi|\w+MNISTDataModule/;

/** With more epochs a run over toy data takes long all the same. */
const MANY_EPOCHS = 50;

/** The most epochs that a training loop of the program is known to run. */
export const mostEpochs = perModel(
  (model) => Math.max(0, ...model.trainingLoops.map((loop) => asNumber(loop.epochs) ?? 0)),
  asIs,
);

/** True for a run of few epochs over a toy data set that the program names. */
export function isToyRun(model: Model, epochs: number | undefined): boolean {
  if ((epochs ?? 0) > MANY_EPOCHS) return false;
  if (TOY_DATA.some((name) => model.program.mentions(name))) return true;
  if (model.program.first(TOY_TEXT)) return true;
  return model.workloads.some(({ dataset }) => /^(\w+_)?mnist$|^(iris|digits|wine)$/i.test(dataset?.value ?? ''));
}

/** Graphs and tables so small that a pass over them takes milliseconds, however many there are. */
const TINY_DATA = [
  'Planetoid',
  'KarateClub',
  'TUDataset',
  'WebKB',
  'Entities',
  'load_iris',
  'load_wine',
  'make_moons',
  'make_circles',
  'make_blobs',
];

/** True when the program names a data set over which hundreds of epochs take seconds. */
export function usesTinyData(model: Model): boolean {
  return TINY_DATA.some((name) => model.program.mentions(name));
}

/** True when the module, as far as its class is in this program, has few weights and no long work on images. */
export function isSmallModule(model: Model, module: Expr, epochs: number | undefined): boolean {
  return model.origins(module).some((origin) => {
    if (origin.kind !== 'instance') return false;
    const layers = layersOfInstance(model, origin.of, origin.call);
    return isTableNetwork(model, layers) || isTinyModel({ layers, origin: 'local' }, epochs);
  });
}

/** A few linear layers of whatever width over the rows of a CSV file. */
export function isTableNetwork(model: Model, { heavy, dense }: LayerFacts): boolean {
  return dense > 0 && dense === heavy && dense <= FEW_LAYERS && model.program.calls('read_csv').length > 0;
}

const FEW_LAYERS = 8;

/** Agents wait for their environment, not for their matrix units. */
export function isReinforcement(model: Model): boolean {
  return importsModule(model.program, /^(gym|gymnasium|stable_baselines3|pettingzoo|dm_control)(\.|$)/);
}

/** Networks on graphs compute with sparse kernels, which have no 16-bit form in every library. */
export function isGraphNetwork(model: Model): boolean {
  return ['torch_geometric', 'dgl', 'torch_sparse', 'torch_scatter'].some((name) => model.program.mentions(name));
}
