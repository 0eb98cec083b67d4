/** What a program shows of the size of its runs where their work cannot be counted. */
import type { Expr } from '../../syntax/ast';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { kerasFits } from '../trainers/keras-fit';
import { perModel } from '../per-model';

export interface Signs {
  /** Speaks for a demonstration. */
  readonly short: string | null;
  /** Speaks for a real job. */
  readonly long: string | null;
  /** Pictures of real folders or collections. */
  readonly images: string | null;
}

export const programSigns = perModel((model): Signs => ({
  short: isMadeUp(model) ? 'the data are made up on the spot' : null,
  long: isDistributed(model) ? 'it is launched on several devices' : isProgram(model) ? 'it keeps checkpoints' : null,
  images: readsPictures(model) ? 'it trains on a collection of pictures' : null,
}));

const SEVERAL_DEVICES = [
  'DataParallel',
  'DistributedDataParallel',
  'FullyShardedDataParallel',
  'init_process_group',
  'deepspeed',
  'MirroredStrategy',
  'MultiWorkerMirroredStrategy',
  'horovod',
];
const LAUNCHERS = /^(torchrun|deepspeed|horovodrun|mpirun|srun)$/;

function isDistributed(model: Model): boolean {
  return (
    SEVERAL_DEVICES.some((name) => model.program.mentions(name)) ||
    model.configuration.launches.some(({ launcher }) => LAUNCHERS.test(launcher))
  );
}

const OPTIONS = ['ArgumentParser', 'HfArgumentParser', 'DEFINE_string', 'DEFINE_integer', 'option', 'hydra', 'Typer'];
const CHECKPOINTS = [
  'save',
  'save_checkpoint',
  'save_pretrained',
  'save_model',
  'save_weights',
  'save_state',
  'ModelCheckpoint',
];

/** A command with options that keeps what it trained: somebody runs it for its result. */
function isProgram(model: Model): boolean {
  if (model.document.kind === 'notebook') return false;
  return (
    OPTIONS.some(
      (name) => model.program.calls(name).length > 0 || (name === 'hydra' && model.program.mentions(name)),
    ) && CHECKPOINTS.some((name) => model.program.calls(name).length > 0)
  );
}

const PICTURES = [
  'ImageFolder',
  'DatasetFolder',
  'flow_from_directory',
  'flow_from_dataframe',
  'image_dataset_from_directory',
  'CocoDetection',
  'VOCDetection',
  'VOCSegmentation',
  'ImageNet',
  'CelebA',
  'LSUN',
  'Cityscapes',
  'Places365',
  'Food101',
];

function readsPictures(model: Model): boolean {
  return PICTURES.some((name) => model.program.mentions(name));
}

/** Calls that may bring in real data, or hand over to code that does. */
const READS =
  /^(read_\w+|fetch_\w+|load\w*|open|urlopen|urlretrieve|download\w*|loadtxt|genfromtxt|imread|listdir|glob|iglob|rglob|iterdir|walk|memmap|from_pandas|from_csv|from_pretrained|get_\w*(data|loader|dl)\w*|(build|create|make|setup|prepare)_\w*(data|loader)\w*|\w*Folder|\w*Dataset|\w*DataModule|\w*Reader|get_file|connect|sql\w*|Corpus|Field|env|make)$/i;
const OWN_DATASET = /^(TensorDataset|IterableDataset|Dataset)$/;
const DRAWS = /^(randn|rand|randint|normal|uniform|random|random_sample|standard_normal|linspace|arange)$/;

/** Libraries that bring no data of their own. */
const PLAIN =
  /^(torch|numpy|math|random|time|datetime|os|sys|matplotlib|tqdm|typing|collections|copy|functools|itertools|dataclasses|argparse|seaborn|scipy|jax|tensorflow|keras|einops|warnings|json|logging|lightning|pytorch_lightning)$/;

/** Nothing comes from another file or from a library that the program does not show. */
function importsPlainly(model: Model): boolean {
  return model.program.imports.every((one) =>
    one.kind === 'importfrom'
      ? one.level === 0 && !one.star && PLAIN.test(one.module.split('.')[0] ?? '')
      : one.names.every(({ name }) => PLAIN.test(name.split('.')[0] ?? '')),
  );
}

const OTHER_DATA = ['datasets', 'argv', 'parse_args'];

/** Nothing is read anywhere, and random or counted numbers are made: tensors of the right shape to show how it works. */
function isMadeUp(model: Model): boolean {
  if (!importsPlainly(model) || readsPictures(model) || OTHER_DATA.some((name) => model.program.mentions(name)))
    return false;
  const names = [...model.program.calledNames()];
  if (names.some((name) => READS.test(name) && !OWN_DATASET.test(name))) return false;
  const data = [
    ...model.trainingLoops.map(({ loader }) => loader),
    ...kerasFits(model).map(({ given }) => (given.get('x') ?? given.get('generator'))?.value ?? null),
  ];
  return names.some((name) => DRAWS.test(name)) && !data.some(isUnseen);
}

/** A name for the data that nothing in the program binds. */
function isUnseen(loader: Expr | null): boolean {
  return loader?.kind === 'name' && reachingBindings(loader).length === 0;
}
