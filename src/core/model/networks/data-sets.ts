/** Arrays of the data sets that Keras and scikit-learn ship, by the shapes that their pages state. */
import { datasetNamed } from '../../../data/datasets';
import { lastPart } from '../canonical';
import { derived, type Side } from './sides';
import { asKind, instanceOf, listOf, tensorOf, UNKNOWN_THING, type Given, type Tensor, type Thing } from './things';

/** Undefined for a function that hands on no such data. */
export function dataCall(name: string, given: Given): Thing | undefined {
  const shipped = /^keras\.datasets\.(\w+)\.load_data$/.exec(name)?.[1];
  if (shipped !== undefined) return kerasArrays(shipped, given);
  if (/^keras\.(utils|preprocessing\.image)\.(\w+\.)?(to_categorical|normalize)$/.test(name))
    return categories(lastPart(name), given);
  if (/(^|\.)pad_sequences$/.test(name)) return paddedTexts(given);
  if (/(^|\.)train_test_split$/.test(name)) return parts(given);
  if (name === 'torch.utils.data.TensorDataset') return holding(name, listOf([...given.plain]));
  if (name === 'torch.utils.data.random_split')
    return listOf(Array<Thing>(MOST_PARTS).fill(given.plain[0] ?? UNKNOWN_THING));
  if (/^keras\.backend\.image_data_format$/.test(name)) return 'channels_last';
  return undefined;
}

const MOST_PARTS = 4;
const HELD = 'held';

function holding(name: string, held: Thing): Thing {
  const instance = instanceOf(name);
  instance.attrs.set(HELD, held);
  return instance;
}

/** What a loop over a loader of tensors gets in each turn: the tensors, of which a batch has some rows. */
export function batchOf(loader: Thing): Thing {
  const data = asKind(asKind(loader, 'instance')?.attrs.get('dataset'), 'instance');
  const isTensors = data?.library === 'torch.utils.data.TensorDataset';
  return (isTensors ? data.attrs.get(HELD) : undefined) ?? UNKNOWN_THING;
}

/** `(x_train, y_train), (x_test, y_test)`: of the rest only the rows differ. */
function kerasArrays(name: string, given: Given): Thing | undefined {
  const facts = datasetNamed(name);
  if (!facts) return undefined;
  const rows: Side = /housing/.test(name) ? null : facts.samples;
  const half = (count: Side): Thing =>
    listOf([tensorOf(arrayShape(facts, count)), tensorOf(/cifar/.test(name) ? [count, 1] : [count])]);
  return given.complete ? listOf([half(rows), half(null)]) : UNKNOWN_THING;
}

function arrayShape(
  { pixels, features, tokens, longDocuments }: NonNullable<ReturnType<typeof datasetNamed>>,
  rows: Side,
): Tensor['shape'] {
  if (pixels !== null && features !== null) {
    const channels = features / pixels ** 2;
    return channels === 1 ? [rows, pixels, pixels] : [rows, pixels, pixels, channels];
  }
  if (features !== null) return [rows, features];
  // Texts are lists of unequal length.
  return tokens === null && longDocuments ? [rows] : null;
}

/** `to_categorical(y, 10)`. */
function categories(name: string, { plain, named }: Given): Thing | undefined {
  const tensor = asKind(plain[0] ?? named.get('x') ?? named.get('y'), 'tensor');
  if (!tensor || name === 'normalize') return tensor;
  const classes = named.get('num_classes') ?? plain[1];
  const rows = tensor.shape?.[0] ?? null;
  return derived([rows, typeof classes === 'number' ? classes : null], [tensor]);
}

/** `pad_sequences(x, maxlen=400)`. */
function paddedTexts({ plain, named }: Given): Thing {
  const texts = asKind(plain[0] ?? named.get('sequences'), 'tensor');
  const length = named.get('maxlen') ?? plain[1];
  return tensorOf([texts?.shape?.[0] ?? null, typeof length === 'number' ? length : null]);
}

/** Both parts of each array, of rows that depend on what is asked for. */
function parts({ plain }: Given): Thing {
  return listOf(
    plain.flatMap((one) => {
      const shape = asKind(one, 'tensor')?.shape ?? null;
      const part = (): Thing => tensorOf(shape && [null, ...shape.slice(1)]);
      return [part(), part()];
    }),
  );
}
