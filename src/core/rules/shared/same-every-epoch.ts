/** Whether the examples of a run are the same in each epoch, as far as the program and what it imports show. */
import type { Model } from '../../model/model';
import { perModel } from '../../model/per-model';
import { loaderCalls } from '../../model/loaders/find-loaders';
import type { Workload } from '../../model/workload';
import { descend } from '../../syntax/walk';

/** Whatever changes examples at random, in the words of the libraries that do. */
const AUGMENTS =
  /Random\w*(?:Crop|Flip|Rot|Zoom|Contrast|Affine|Erasing|Perspective|Bright|Transl|Height|Width|Apply|Choice|Gray|Invert|Poster|Solar|Equal|Sharp|Augment|Order)|ColorJitter|random_(?:flip|crop|bright|contrast|hue|saturation|rotation|zoom|shift|jpeg|apply)|(?:horizontal|vertical)_flip|(?:rotation|zoom|shear|width_shift|height_shift|brightness|channel_shift)_range|albumentations|imgaug|kornia|(?:Trivial|Auto|Rand)Augment|AugMix|\bcut_?mix|\bmix_?up|aug_transforms|augment|Gaussian(?:Blur|Noise)|spec_?aug|add_noise|get_transforms?\b/i;

/** True where data are seen that nothing changes between two passes. */
export function isSameEveryEpoch(model: Model, run: Workload | undefined): boolean {
  return isSeen(model, run) && !isAugmented(model);
}

const LOADS = ['image_dataset_from_directory', 'flow_from_directory', 'flow_from_dataframe', 'load_data', 'load'];

function isSeen(model: Model, run: Workload | undefined): boolean {
  if (run && (run.samples ?? run.dataset ?? run.imageSize)) return true;
  return loaderCalls(model).length > 0 || LOADS.some((name) => model.program.calls(name).length > 0);
}

const isAugmented = perModel((model): boolean => {
  if (model.program.first(AUGMENTS) || model.document.modules?.some(({ text }) => AUGMENTS.test(text))) return true;
  return model
    .subclassesOf('torch.utils.data.Dataset', 'keras.utils.Sequence')
    .some((one) => [...descend(one)].some((node) => node.kind === 'name' && node.id === 'random'));
});
