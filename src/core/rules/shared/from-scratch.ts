/** When training a standard network from fresh weights is a choice: other inputs, large data, experiments, weights that come later. */
import { datasetNamed } from '../../../data/datasets';
import { programSigns } from '../../model/scale/signs';
import type { Model } from '../../model/model';
import { perModel } from '../../model/per-model';
import type { Workload } from '../../model/workload';
import { publishedNetworks } from '../../model/zoo/published';
import type { Call, Expr } from '../../syntax/ast';
import { isSelf } from '../../syntax/walk';

/** Learning without labels, comparisons and measurements: none of them wants a head start. */
const STUDIES =
  /\b(SimCLR|MoCo(?:v\d)?|BYOL|DINO|Barlow|SimSiam|VICReg|SwAV|NT_?Xent(?:Loss)?|InfoNCE|pre_?training|self_supervised|from_scratch|benchmark\w*|profiler?|smdebug|opacus|lottery|teacher|student|scratch_\w+)\b/i;

/** Collections that networks are trained on from the start, in a path or an option. */
const COLLECTIONS = /['"/][^'"\n]*(?:imagenet(?!te)|ilsvrc|laion|places365|openimages)[^'"\n]*['"]/i;

/** Pictures that photographs say little about. */
const OTHER_PICTURES =
  /mri\b|\bct_?scan|x_?-?ray|radiograph|\bchest|histo(?:log|path)|patholog|retin(?:a|opathy)|fundus|dermat|melanoma|lesion|tumou?r|ultrasound|spectrogram|mel_?spec|librosa|torchaudio|dicom|nibabel|satellite|hyperspectral|sentinel|microscop/i;

/** The program says in some word that its pictures are not what the weights were trained on. */
export const otherPictures = perModel((model): boolean => model.program.first(OTHER_PICTURES) !== undefined);

/** True where the program as a whole is about something else, or has its weights from elsewhere. */
export const wantsFreshWeights = perModel((model): boolean => {
  const { program } = model;
  if (programSigns(model).short !== null || program.first(STUDIES) || program.first(COLLECTIONS)) return true;
  return (
    publishedNetworks(model).some(({ weights }) => weights !== 'random') || loadsWeights(model) || hasOwnStem(model)
  );
});

const LOADS = [
  'load_state_dict',
  'load_weights',
  'load_model',
  'load_checkpoint',
  'load_from_checkpoint',
  'set_weights',
];
const SAVES = ['save', 'save_weights', 'save_checkpoint', 'ModelCheckpoint', 'deepcopy', 'state_dict'];
const RESUMES = ['ckpt_path', 'resume_from_checkpoint'];

/** Weights that are put in before the training, or that the program does not keep itself. */
export const loadsWeights = perModel((model): boolean => {
  const { program } = model;
  const calls = (names: readonly string[]): readonly Call[] => names.flatMap((name) => program.calls(name));
  const loads = calls(LOADS).filter((call) => !isOfOptimizer(call));
  if (loads.length === 0) return RESUMES.some((name) => program.mentions(name));
  const trains = Math.min(...model.workloads.filter(({ kind }) => kind === 'train').map(({ span }) => span.start));
  return loads.some(({ start }) => start < trains) || calls(SAVES).length === 0;
});

const isOfOptimizer = ({ func }: Call): boolean =>
  func.kind === 'attribute' && func.value.kind === 'name' && /opt|sched|scaler/i.test(func.value.id);

const STEM = /^(conv1|conv_stem|conv_proj|stem|Conv2d_1a_3x3|patch_embed)$/;

/** `net.conv1 = Conv2d(1, 64, 7)`, `net.features[0] = ...`: a first layer for other inputs. */
const hasOwnStem = perModel((model): boolean =>
  ['Conv2d', 'Conv3d', 'Sequential'].some((name) =>
    model.program.calls(name).some(({ parent }) => parent?.kind === 'assign' && parent.targets.some(isStem)),
  ),
);

/** `self.conv1` of a module is a layer of its own. */
function isStem(target: Expr): boolean {
  if (target.kind === 'subscript') {
    const [index] = target.index;
    return index?.kind === 'constant' && index.value === 0 && target.value.kind === 'attribute';
  }
  return target.kind === 'attribute' && STEM.test(target.attr) && !isSelf(target.value);
}

/** Edge from which on pictures are like those that weights were published for. */
const USUAL_PIXELS = 96;
const READS_PICTURES = ['imread', 'open', 'read_image', 'decode_jpeg', 'decode_image', 'load_img', 'pil_loader'];

/** `usual`: a set of pictures or texts that published weights are made for; `unsure`: it may be; undefined: it is not, or unknown. */
export function dataFor(model: Model, run: Workload, many: number): 'usual' | 'unsure' | undefined {
  const named = run.dataset ? datasetNamed(run.dataset.value) : undefined;
  if ((run.samples?.value ?? named?.samples ?? 0) >= many) return undefined;
  const pixels = run.imageSize?.value ?? named?.pixels ?? null;
  if (pixels !== null) return pixels < USUAL_PIXELS ? undefined : 'usual';
  if (run.framework === 'huggingface') return named || run.samples ? 'usual' : 'unsure';
  if (named || programSigns(model).images !== null) return 'usual';
  return READS_PICTURES.some((name) => model.program.calls(name).length > 0) ? 'unsure' : undefined;
}
