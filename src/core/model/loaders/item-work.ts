/** What a function does for each item that a loader asks of it: decoding, transforming, tokenising. */
import type { Call, ClassDef, Expr, FunctionDef, Node } from '../../syntax/ast';
import { descend, enclosing } from '../../syntax/walk';
import { bindingIn } from '../bind';
import type { Model } from '../model';
import type { Origin } from '../origins';
import { calleeName } from '../traverse';

/** Library functions that read, decode or change one item. */
const READS: readonly (readonly [RegExp, string])[] = [
  [
    /^PIL\.Image\.open$|^(cv2|imageio|skimage\.io|matplotlib\.(image|pyplot)|tifffile|mmcv)\.\w*imread\w*$/,
    'decodes images',
  ],
  [/^(cv2)\.(VideoCapture|imdecode|resize|warpAffine|cvtColor|flip|GaussianBlur)$/, 'processes images'],
  [/^(torchvision\.io|decord)\.|^torchvision\.datasets\.folder\.\w+loader$/, 'decodes images'],
  [
    /^torchvision\.transforms(\.v2)?\.functional\.|^(albumentations|kornia|imgaug|monai\.transforms|skimage\.transform)\./,
    'transforms images',
  ],
  [
    /^(librosa|soundfile|torchaudio|audiofile|scipy\.io\.wavfile)\.(core\.|functional\.|feature\.)?\w+$/,
    'decodes audio',
  ],
  [
    /^(h5py\.File|zarr\.open|nibabel\.load|SimpleITK\.ReadImage|pydicom\.(dcmread|read_file)|rasterio\.open|lmdb\.open)$/,
    'reads files',
  ],
  [
    /^(numpy\.(load|loadtxt|genfromtxt|memmap|fromfile)|pandas\.read_\w+|torch\.load|pickle\.load|json\.load|builtins\.open|scipy\.io\.loadmat)$/,
    'reads files',
  ],
];

/** Objects that change one item when they are called. */
const TRANSFORMS =
  /^(torchvision\.transforms|albumentations|monai\.transforms|imgaug|torchio|audiomentations|torchaudio\.transforms|kornia\.augmentation|timm\.data\.(create_transform|transforms))\b/;
/** Of pictures and sounds, also together with texts. */
const PREPROCESSORS = /^transformers\.\w*(Processor|FeatureExtractor)\w*/;
const TOKENIZERS =
  /^(transformers\.\w*Tokenizer\w*|tokenizers\.|sentencepiece\.|spacy\.load|torchtext\.data\.(utils\.)?get_tokenizer|tiktoken\.)/;
const TOKENIZES = /^(encode_plus|batch_encode_plus|tokenize|word_tokenize)$/;

const MAX_DEPTH = 3;

/** In words; undefined when nothing that costs is seen. */
export function itemWork(
  model: Model,
  scope: FunctionDef | Expr,
  construction: Call | null,
  depth = 0,
): string | undefined {
  for (const node of descend(scope)) {
    if (node.kind !== 'call') continue;
    const found = workOf(model, node, construction) ?? deeper(model, node, construction, { scope, depth });
    if (found) return found;
  }
  return undefined;
}

interface Where {
  readonly scope: Node;
  readonly depth: number;
}

/** What a local helper does that the item goes through. */
function deeper(model: Model, call: Call, construction: Call | null, { scope, depth }: Where): string | undefined {
  const callee = depth < MAX_DEPTH ? model.calleeOf(call) : undefined;
  if (!callee || callee === scope || callee.name === '__init__') return undefined;
  return itemWork(model, callee, construction, depth + 1);
}

function workOf(model: Model, call: Call, construction: Call | null): string | undefined {
  const origins = model.origins(call.func);
  for (const origin of origins) {
    const name = origin.kind === 'external' ? origin.name : undefined;
    const read = name === undefined ? undefined : READS.find(([pattern]) => pattern.test(name));
    if (read) return read[1];
    if (name !== undefined && /\(\)\./.test(name) && !/\.(decode|pad|batch_decode)$/.test(name)) {
      if (TOKENIZERS.test(name)) return 'tokenises';
      if (PREPROCESSORS.test(name)) return 'prepares items';
    }
    if (origin.kind !== 'result') continue;
    if (TRANSFORMS.test(origin.of)) return 'transforms items';
    if (TOKENIZERS.test(origin.of)) return 'tokenises';
    if (PREPROCESSORS.test(origin.of)) return 'prepares items';
  }
  if (TOKENIZES.test(calleeName(call))) return 'tokenises';
  if (/^tokeni[sz]er$/.test(calleeName(call)) || isEncoding(model, call)) return 'tokenises';
  return isGivenTransform(call, origins, construction) ? 'transforms items' : undefined;
}

/** `self.tokenizer.encode(text)`, wherever the tokenizer comes from. */
function isEncoding(model: Model, { func }: Call): boolean {
  if (func.kind !== 'attribute' || func.attr !== 'encode') return false;
  return /tokeni[sz]er$/i.test(model.program.text.slice(func.value.start, func.value.end));
}

/** `self.transform(image)` where the construction passes something for the parameter it comes from. */
function isGivenTransform(call: Call, origins: readonly Origin[], construction: Call | null): boolean {
  if (!/transform|augment/i.test(calleeName(call)) || !construction) return false;
  return origins.some((origin) => {
    if (origin.kind !== 'parameter') return false;
    const owner = enclosing(origin.param, 'function');
    const given = owner && bindingIn(construction, owner, origin.param);
    return given !== undefined && !(given.kind === 'constant' && given.value === null);
  });
}

/** True when one of the arguments is a transform of a library, for classes that cannot be seen. */
export function takesTransform(model: Model, call: Call): boolean {
  return call.args.some(({ value }) => isTransform(model, value));
}

export function isTransform(model: Model, value: Expr): boolean {
  if (value.kind === 'list' || value.kind === 'tuple') return value.items.some((one) => isTransform(model, one));
  if (value.kind === 'subscript') return isTransformHolder(model, value.value);
  return model.origins(value).some((origin) => origin.kind === 'result' && TRANSFORMS.test(origin.of));
}

/** `data_transforms["train"]` over a dictionary of transforms. */
function isTransformHolder(model: Model, holder: Expr): boolean {
  return model
    .value(holder)
    .alternatives.some(
      (one) => one.type === 'dict' && [...one.entries.values()].some((entry) => isTransform(model, entry)),
    );
}

/** A method of a local class or of the local classes it derives from. */
export function methodIn(model: Model, definition: ClassDef, name: string, depth = 0): FunctionDef | undefined {
  const own = definition.body.find((one): one is FunctionDef => one.kind === 'function' && one.name === name);
  if (own || depth > 3) return own;
  for (const { value } of definition.bases) {
    for (const origin of model.origins(value)) {
      const found = origin.kind === 'class' ? methodIn(model, origin.definition, name, depth + 1) : undefined;
      if (found) return found;
    }
  }
  return undefined;
}
