/** The edge of the pictures that a model is trained on: transforms, directory loaders, input shapes. */
import type { Call, Expr } from '../../syntax/ast';
import { spanOf } from '../../text/span';
import { reachingBindings } from '../lookup';
import type { Model } from '../model';
import type { Origin } from '../origins';
import { methodCallsOn } from '../traverse';
import { asNumber } from '../values';
import type { Fact } from '../workload';
import { numberOf } from './fact';

/** `224`, `(224, 224)` or `(224, 224, 3)`; of an oblong the edge of the square with its area. */
export function edgeOf(model: Model, expression: Expr | undefined): Fact<number> {
  if (!expression) return null;
  const value = model.value(expression);
  const only = value.alternatives.length === 1 ? value.alternatives[0] : undefined;
  if (only?.type !== 'sequence' || value.certainty === 'unknown') return numberOf(model, expression);
  const [height, width] = (only.items ?? []).slice(0, 2).map((item) => asNumber(model.value(item)));
  if (height === undefined || width === undefined || height <= 0 || width <= 0) return null;
  const edge = Math.round(Math.sqrt(height * width));
  return { value: edge, certainty: value.certainty, span: spanOf(expression), note: value.via };
}

const SIZED = /^torchvision\.transforms\.(v2\.)?(Resize|RandomResizedCrop|CenterCrop|RandomCrop|FiveCrop)$/;
const COMPOSED = /^torchvision\.transforms\.(v2\.)?Compose$/;

/** What the transforms among the arguments of a data set make of its pictures: the last size they set. */
export function transformedSize(model: Model, dataset: Call): Fact<number> {
  for (const { name, value } of dataset.args) {
    if (name !== null && name !== 'transform') continue;
    const size = transformSize(model, value);
    if (size) return size;
  }
  return null;
}

/** What changes values, turns or flips pictures, and leaves their size (torchvision documentation of transforms v1 and v2). */
const KEEPING =
  /^torchvision\.transforms\.(v2\.)?(ToTensor|PILToTensor|ToImage|ToDtype|ConvertImageDtype|Normalize|(Random)?Grayscale|ColorJitter|GaussianBlur|Random(HorizontalFlip|VerticalFlip|Rotation|Affine|Perspective|Erasing|Invert|Posterize|Solarize|AdjustSharpness|Autocontrast|Equalize)|AutoAugment|RandAugment|TrivialAugmentWide|AugMix)$/;
/** Where one of these occurs, pictures may be enlarged later. */
const ENLARGING = ['interpolate', 'Upsample', 'resize', 'Resize', 'UpsamplingBilinear2d'];

/** True where every transform of a data set was read and none of them, or of the program, changes the size of pictures. */
export function keepsSize(model: Model, dataset: Call): boolean {
  const transform = dataset.args.find(({ name }) => name === 'transform')?.value;
  if (!transform || ENLARGING.some((name) => model.program.mentions(name))) return false;
  const origins = model.origins(trainingEntry(transform) ?? transform);
  return origins.length > 0 && origins.every((origin) => origin.kind === 'result' && isKeeping(model, origin));
}

function isKeeping(model: Model, { of, call }: Extract<Origin, { kind: 'result' }>): boolean {
  const steps = COMPOSED.test(of) ? call.args[0]?.value : undefined;
  if (!steps) return KEEPING.test(of) && !call.args.some(({ name }) => name === 'expand');
  if (steps.kind !== 'list') return false;
  return steps.items.every((step) => {
    const origins = model.origins(step);
    return origins.length > 0 && origins.every((one) => one.kind === 'result' && isKeeping(model, one));
  });
}

function transformSize(model: Model, transform: Expr): Fact<number> {
  const chosen = trainingEntry(transform);
  if (chosen) return transformSize(model, chosen);
  for (const origin of model.origins(transform)) {
    if (origin.kind !== 'result') continue;
    if (SIZED.test(origin.of)) return edgeOf(model, sizeArgument(origin.call));
    const steps = COMPOSED.test(origin.of) ? origin.call.args[0]?.value : undefined;
    if (steps?.kind === 'list') return lastSize(model, steps.items);
  }
  return null;
}

function lastSize(model: Model, steps: readonly Expr[]): Fact<number> {
  const sized = steps.findLast((step) =>
    model.origins(step).some((origin) => origin.kind === 'result' && SIZED.test(origin.of)),
  );
  return sized ? transformSize(model, sized) : null;
}

const sizeArgument = (call: Call): Expr | undefined =>
  call.args.find((one) => one.name === 'size')?.value ?? call.args.find((one) => one.name === null)?.value;

/** The entry for training in `transforms[phase]`, where the phase is chosen at run time. */
function trainingEntry(expression: Expr): Expr | undefined {
  if (expression.kind !== 'subscript' || expression.value.kind !== 'name') return undefined;
  const only = reachingBindings(expression.value);
  const literal = only.length === 1 ? only[0]?.value : undefined;
  return literal?.kind === 'dict' ? trainingItem(literal) : undefined;
}

/** The value under `"train"` in a dictionary literal. */
export function trainingItem(literal: Extract<Expr, { kind: 'dict' }>): Expr | undefined {
  return literal.entries.find(({ key }) => key?.kind === 'constant' && /^train/i.test(String(key.value)))?.value;
}

const CHANNELS = [1, 3, 4];

/** The edge of the pictures that a Keras model takes, from the `input_shape` or `Input` that it is made with. */
export function kerasInputSize(model: Model, receiver: Expr, depth = 0): Fact<number> {
  if (depth > 3) return null;
  for (const origin of model.origins(receiver)) {
    if (origin.kind !== 'result' || !origin.of.startsWith('keras.')) continue;
    const { call } = origin;
    const stated = call.args.find((one) => one.name === 'input_shape')?.value ?? inputShape(call, origin.of);
    const size = stated ? pictureEdge(model, stated) : null;
    if (size) return size;
    for (const part of partsOf(model, call)) {
      const inner = kerasInputSize(model, part, depth + 1);
      if (inner) return inner;
    }
  }
  return null;
}

/** `Input((224, 224, 3))` and `InputLayer(shape=...)`. */
function inputShape(call: Call, name: string): Expr | undefined {
  if (!/\.(Input|InputLayer)$/.test(name)) return undefined;
  return call.args.find((one) => one.name === 'shape')?.value ?? call.args.find((one) => one.name === null)?.value;
}

/** The layers of a Sequential, the inputs of a functional model, the network that a base gives its outputs from. */
function partsOf(model: Model, call: Call): readonly Expr[] {
  const first = call.args.find((one) => one.name === null || /^(layers|inputs)$/.test(one.name))?.value;
  const listed = first?.kind === 'list' ? first.items : first ? [first] : [];
  const added = methodCallsOn(model, call, 'add').flatMap((add) => add.args[0]?.value ?? []);
  return [...listed, ...added]
    .slice(0, 8)
    .map((one) => (one.kind === 'attribute' && /^inputs?$/.test(one.attr) ? one.value : one));
}

/** Only a shape of height, width and channels is one of pictures. */
function pictureEdge(model: Model, shape: Expr): Fact<number> {
  const only = model.value(shape).alternatives[0];
  if (only?.type !== 'sequence' || only.items?.length !== 3) return null;
  const channels = only.items[2] && asNumber(model.value(only.items[2]));
  return channels !== undefined && CHANNELS.includes(channels) ? edgeOf(model, shape) : null;
}
