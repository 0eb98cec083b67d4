/** How much data a run goes through, from the workload and from data sets that the program names. */
import { datasetNamed, type DatasetFacts } from '../../../data/datasets';
import type { Model } from '../model';
import { perModel } from '../per-model';
import type { Workload } from '../workload';
import { hasFewRows, TINY_ROWS } from '../workloads/workload-of';

export interface DataSize {
  readonly rows: number | null;
  readonly pixels: number | null;
  readonly decoded: boolean;
  readonly toy: boolean;
  /** Why the data are tiny, when they are. */
  readonly tiny: string | null;
}

const SMALL = 'the data set is small, so the run is short';

export function dataSize(model: Model, workload: Partial<Workload> | undefined): DataSize {
  const samples = workload?.samples ?? null;
  const named = workload?.dataset ? datasetNamed(workload.dataset.value) : undefined;
  const data = named ?? (samples ? undefined : (mentionedData(model) ?? undefined));
  const rows = samples?.value ?? (data ? Math.round(data.samples * (workload?.share?.value ?? 1)) : null);
  const pixels = workload?.imageSize?.value ?? data?.pixels ?? null;
  const isFew = hasFewRows(samples);
  const fewest = pixels !== null && pixels >= STORED_IN_FILES ? FEW_PHOTOGRAPHS : TINY_ROWS;
  const tiny = isFew || (data !== undefined && samples === null && (rows ?? Infinity) < fewest) || isTinyGraph(model);
  const toy = (data?.pixels ?? Infinity) <= DIGIT;
  return { rows, pixels, toy, decoded: pixels !== null && isDecoded(pixels, data), tiny: tiny ? SMALL : null };
}

/** Edge of handwritten digits and of what imitates them. */
const DIGIT = 28;
/** A network takes as long over these as over thousands of rows or digits. */
const FEW_PHOTOGRAPHS = 500;
/** Pictures of this size are kept in files; smaller ones come as one array. */
const STORED_IN_FILES = 96;

const isDecoded = (pixels: number, data: DatasetFacts | undefined): boolean =>
  (data === undefined || data.pixels === null || data.pixels >= STORED_IN_FILES) && pixels >= STORED_IN_FILES;

/** Names under which libraries hand out pictures of at most 32 pixels and the toy tables of scikit-learn. */
const MENTIONED = [
  'CIFAR100',
  'CIFAR10',
  'SVHN',
  'EMNIST',
  'MNIST',
  'FashionMNIST',
  'KMNIST',
  'QMNIST',
  'USPS',
  'cifar100',
  'cifar10',
  'mnist',
  'fashion_mnist',
  'load_iris',
  'load_digits',
  'load_wine',
];
/** Data modules that others wrote around digits. */
const DIGITS = /\b\w*MNIST\w*DataModule|\bMNIST\w+\(/;
/** With one of these the small data set is but one of several. */
const OTHERS = ['ImageFolder', 'LSUN', 'ImageNet', 'CelebA', 'CocoDetection', 'imagenet', 'STL10'];

/** The largest of the small data sets that the program names, where it names no other. */
const mentionedData = perModel((model): DatasetFacts | null => {
  if (OTHERS.some((name) => model.program.mentions(name))) return null;
  const found = MENTIONED.filter((name) => model.program.mentions(name)).flatMap((name) => datasetNamed(name) ?? []);
  if (found.length === 0 && model.program.first(DIGITS)) return datasetNamed('MNIST') ?? null;
  return found.reduce<DatasetFacts | null>((most, one) => (most && most.samples >= one.samples ? most : one), null);
});

/** Graphs and point clouds so small that a pass over them takes milliseconds, however many there are. */
const TINY_DATA = [
  'Planetoid',
  'KarateClub',
  'TUDataset',
  'WebKB',
  'Entities',
  'make_moons',
  'make_circles',
  'make_blobs',
];
/** Folders of two hundred pictures that tutorials download. */
const TINY_FOLDERS = /hymenoptera|pizza_steak_sushi/;

const isTinyGraph = perModel(
  (model): boolean =>
    TINY_DATA.some((name) => model.program.mentions(name)) || model.program.first(TINY_FOLDERS) !== undefined,
);
