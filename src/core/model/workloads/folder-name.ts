/** What a path says of the data under it: `os.path.join(args.data, "imagenet", "train")`, `"data/penn/"`, `"ratings.csv"`. */
import type { Expr, Name } from '../../syntax/ast';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import { calleeName } from '../traverse';
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
    if (found) return assumedName(found[1]);
  }
  const last = path && lastNamed(pathOf(model, path, 0));
  return last === undefined ? null : assumedName(last);
}

const assumedName = (value: string): Fact<string> => ({
  value,
  certainty: 'default',
  span: null,
  note: 'name of the folder',
});

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

/** Undefined stands for a part that is not known. */
type Parts = readonly (string | undefined)[];

function pathOf(model: Model, path: Expr, depth: number): Parts {
  const text = stringOf(model, path);
  if (text) return text.value.split(/[\\/]/);
  const inner = (one: Expr): Parts => (depth > MAX_DEPTH ? [undefined] : pathOf(model, one, depth + 1));
  if (path.kind === 'call' && /^(join|joinpath|Path|str|expanduser|abspath|normpath)$/.test(calleeName(path)))
    return path.args.flatMap((one) => inner(one.value));
  if (path.kind === 'binary' && /^[+/]$/.test(path.op)) return [...inner(path.left), ...inner(path.right)];
  return path.kind === 'name' ? boundPath(path, inner) : [undefined];
}

function boundPath(name: Name, inner: (value: Expr) => Parts): Parts {
  const [only, ...others] = reachingBindings(name);
  if (!only?.value || others.length > 0) return [undefined];
  if (only.kind === 'for' || only.kind === 'comprehension') return isOverSplits(only.value) ? [''] : [undefined];
  return only.path.length === 0 ? inner(only.value) : [undefined];
}

/** `for split in ["train", "val"]`. */
const isOverSplits = (list: Expr): boolean =>
  (list.kind === 'list' || list.kind === 'tuple') &&
  list.items.every((one) => one.kind === 'constant' && typeof one.value === 'string' && SAYS_NOTHING.test(one.value));

/** Words for what any data set has. */
const SAYS_NOTHING =
  /^(train\w*|test\w*|val\w*|dev|all|data|data_?(sets?|dir|root|path)|images?|imgs?|pictures|photos|inputs?|outputs?|raw|root|(pre)?processed|files?|home|content|kaggle|working|drive|my ?drive|gdrive|tmp|mnt|media|opt|usr|users?|annotations?|labels?|(image|label|seg)?_?masks?|segmentations?|ground_?truths?|gt|frames|videos|audios?|wavs?|cache|samples?|csv|json|text|local|storage|workspace|resources?|assets|\W*|\w{1,2}|[\d.]+)$/i;

/** The last word of a path that says something; a part that is not known could say more than what is before it. */
export function lastNamed(parts: Parts): string | undefined {
  for (const part of [...parts].reverse()) {
    if (part === undefined || /[*{}<>]/.test(part)) return undefined;
    if (!SAYS_NOTHING.test(part.replace(/\.\w+$/, ''))) return part;
  }
  return undefined;
}

const DATA_FILE = /\.(csv|tsv|txt|jsonl?|parquet|feather|xlsx?|h5|hdf5|npy|npz|lmdb|arrow|tfrecords?|mat|zip)$/i;
const OTHER_FILE = /glove|word2vec|fasttext|embed|vocab|\.(vec|pth?|bin|ckpt|model|ya?ml|cfg|ini|py|log)$/i;

/** What a path of a data set is called, of a file or a folder; null for a text that is no path. */
export function pathName(model: Model, path: Expr): Fact<string> {
  const parts = pathOf(model, path, 0);
  const written = parts.filter((one) => one !== undefined && one !== '');
  const last = written.at(-1) ?? '';
  if (OTHER_FILE.test(written.join('/')) || (written.length < 2 && parts.length < 2 && !DATA_FILE.test(last)))
    return null;
  const known = folderName(model, path);
  return known ?? (DATA_FILE.test(last) && parts.at(-1) === last ? assumedName(last) : null);
}
