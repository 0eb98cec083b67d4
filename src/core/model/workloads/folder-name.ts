/** Well-known data sets that a path names: `os.path.join(args.data, "imagenet", "train")`. */
import type { Expr } from '../../syntax/ast';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import type { Fact } from '../workload';
import { stringOf } from './fact';

/** Folders that hold one data set and nothing else, however a person writes them. */
const FOLDERS: readonly (readonly [folder: RegExp, dataset: string])[] = [
  [/^(imagenet([-_]?1k|2012)?|imagenet_ilsvrc2012|ilsvrc([-_]?2012)?)$/i, 'ImageNet'],
  [/^tiny-?imagenet(-200)?$/i, 'tiny-imagenet-200'],
  [/^imagenette2?(-\d+)?$/i, 'imagenette2'],
  [/^hymenoptera(_data)?$/i, 'hymenoptera_data'],
  [/^food-?101$/i, 'food-101'],
  [/^coco(2017|_2017)?$/i, 'COCO'],
];
const MAX_DEPTH = 5;

/** The data set under a path, as an assumption: a folder may be called anything. */
export function folderName(model: Model, path: Expr | undefined): Fact<string> {
  for (const part of path ? partsOf(model, path, 0) : []) {
    const found = FOLDERS.find(([folder]) => folder.test(part.replace(/\.(ffcv|beton|rec|lmdb|yaml)$/, '')));
    if (found) return { value: found[1], certainty: 'default', span: null, note: 'name of the folder' };
  }
  return null;
}

/** The words between the slashes of a path that is put together from strings. */
function partsOf(model: Model, path: Expr, depth: number): readonly string[] {
  const text = stringOf(model, path);
  if (text) return text.value.split(/[\\/]/);
  if (depth > MAX_DEPTH) return [];
  const inner = (one: Expr): readonly string[] => partsOf(model, one, depth + 1);
  if (path.kind === 'call') return path.args.flatMap((one) => inner(one.value));
  if (path.kind === 'binary') return [...inner(path.left), ...inner(path.right)];
  if (path.kind === 'name') return reachingBindings(path).flatMap(({ value }) => (value ? inner(value) : []));
  return [];
}
