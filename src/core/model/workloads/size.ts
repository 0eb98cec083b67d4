/** How large the model is that a workload trains and what one pass through it costs, from the code that builds it. */
import { datasetNamed, type DatasetFacts } from '../../../data/datasets';
import type { Expr } from '../../syntax/ast';
import type { Model } from '../model';
import { networkOf } from '../networks/network';
import { passThrough, type SampleShapes } from '../networks/pass';
import type { Fact, Workload } from '../workload';

/** What is known of a sample. */
export type Sample = Partial<Pick<Workload, 'dataset' | 'features' | 'imageSize' | 'sequenceLength'>> & {
  /** Where pictures have their channels. */
  readonly channels?: 'first' | 'last';
};

type Size = Pick<Workload, 'parameters' | 'leastParameters' | 'flopsPerSample' | 'layers' | 'layerCount'>;

export function modelSize(model: Model, expression: Expr | undefined, sample: Sample = {}): Size {
  const network = expression && networkOf(model, expression);
  if (!network) return {};
  // Keras makes weights when a network is first called; one of torch whose weights cannot be told cannot be followed either.
  const isKeras = network.layers.some((one) => one.startsWith('keras.'));
  const canFollow = isKeras || network.weights.most < Infinity;
  const pass = canFollow ? passThrough(model, expression, samplesOf(sample)) : undefined;
  // Whatever the number of columns: a few dense layers over a row of a table.
  const isOverRows = !pass && isKeras && network.layers.every(isOfRows);
  const ofRows = isOverRows ? passThrough(model, expression, ANY_COLUMNS)?.counted.layers : undefined;
  const isOpen = network.weights.most === Infinity || network.weights.most === 0;
  const { weights, layers } = isOpen ? (pass?.counted ?? network) : network;
  const { least, most } = weights;
  const run = pass ? layers : ofRows;
  const certainty = network.overridable ? 'default' : 'known';
  const fact = (value: number, note: string | null): Fact<number> => ({ value, certainty, span: null, note });
  return {
    parameters: most === Infinity || most === 0 ? null : fact(most, least < most ? 'at most' : null),
    leastParameters: least > 0 ? fact(least, least < most ? 'at least' : null) : null,
    flopsPerSample: pass ? fact(pass.flops, 'counted from the layers') : null,
    layers: run ? { value: kindOf(run), certainty, span: null, note: null } : null,
    layerCount: run ? fact(run.filter((one) => MULTIPLIES.test(one)).length, null) : null,
  };
}

const isOfRows = (layer: string): boolean =>
  /^keras\.(Sequential|Model|layers\.(Dense|Dropout|BatchNormalization|Activation|(Leaky|P)?ReLU|Input))$/.test(layer);
const ANY_COLUMNS: SampleShapes = [[20]];

const MULTIPLIES =
  /^(torch\.nn|keras\.layers)\.(\w*Linear|Bilinear|\w*Dense|\w*Conv(olution)?\w*|\w*(LSTM|GRU|RNN)\w*|Mult\w+Attention|Attention)$/;

type LayerKind = NonNullable<NonNullable<Workload['layers']>['value']>;

/** What most of the work is done by. */
function kindOf(layers: readonly string[]): LayerKind {
  const has = (pattern: RegExp): boolean => layers.some((one) => pattern.test(one));
  if (has(/\.(Lazy|Separable|Depthwise)?Conv(olution)?(Transpose)?[23][dD]/)) return 'convolutional';
  if (has(/\.(Bidirectional|(CuDNN)?(LSTM|GRU)(Cell)?|(Simple)?RNN(Cell)?|ConvLSTM\dD)$/)) return 'recurrent';
  return has(/\.(MultiheadAttention|MultiHeadAttention|Transformer\w*)$/) ? 'attention' : 'dense';
}

/** Omniglot is drawn in black and white; the other pictures of which no columns are known are photographs. */
const DRAWN = /omniglot/i;

/** The sides of a sample as they may go in: pictures by channel or by place, in rows or as one vector; vectors; sequences. */
function samplesOf({ dataset, features, imageSize, sequenceLength, channels: place = 'first' }: Sample): SampleShapes {
  const facts = dataset ? datasetNamed(dataset.value) : undefined;
  const edge = imageSize?.value ?? facts?.pixels ?? undefined;
  const shapes: (readonly number[])[] = [];
  if (edge !== undefined && Number.isInteger(edge)) {
    for (const channels of channelsOf(facts))
      shapes.push(place === 'first' ? [channels, edge, edge] : [edge, edge, channels], [channels * edge ** 2]);
    shapes.push([edge, edge]);
  }
  const columns = features?.value ?? (edge === undefined ? facts?.features : undefined);
  if (columns) shapes.push([columns]);
  if (sequenceLength) shapes.push([sequenceLength.value]);
  return shapes;
}

/** Those of the data set, else those that a picture may have: only one of them fits a network. */
function channelsOf(facts: DatasetFacts | undefined): readonly number[] {
  if (!facts) return [3, 1];
  if (facts.features !== null && facts.pixels !== null) {
    const channels = facts.features / facts.pixels ** 2;
    return channels === 1 ? [1, 3] : [channels];
  }
  return DRAWN.test(facts.name) ? [1] : [3, 1];
}
