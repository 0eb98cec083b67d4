/** Well-known data sets: training samples, shape and classes, so that "fit on CIFAR10" has a size. */
import { lazy, nameKey, numberCell, tableRows } from './table';

export interface DatasetFacts {
  readonly name: string;
  /** Training samples; sequences or documents for text, utterances for speech. */
  readonly samples: number;
  /** Columns for tabular data; null otherwise. */
  readonly features: number | null;
  readonly classes: number | null;
  /** Edge length of the images in pixels as stored; null when they vary or there are none. */
  readonly pixels: number | null;
  /** Tokens in the training split; null when it is not a corpus counted in tokens. */
  readonly tokens: number | null;
  /** Documents of several hundred tokens, so that recipes cut at 256-512 and not at 128. */
  readonly longDocuments: boolean;
  readonly year: number;
  readonly source: string;
}

const SOURCES: Readonly<Record<string, string>> = {
  tv: 'torchvision documentation of the data set',
  sk: 'scikit-learn documentation, toy and real-world data sets',
  ke: 'Keras documentation, built-in small data sets',
  hf: 'Hugging Face data set card',
  pg: 'PyTorch Geometric documentation of the data set',
  td: 'TensorFlow Datasets catalogue, training split',
  lg: 'LightGBM documentation, table of the experiments',
  ng: 'nanoGPT, notes beside the preparation of the data set',
  pp: 'paper or project page of the data set',
};

const LONG =
  /^(imdb|yelp|reuters|20newsgroups|fetch_20|cnn_|xsum|billsum|multi_news|squad|boolq|eli5|samsum|wikitext|openwebtext|c4|conll)/i;

const index = lazy(() => {
  const byKey = new Map<string, DatasetFacts>();
  for (const [names = '', samples, features, classes, pixels, tokens, year, source = ''] of tableRows(
    'datasets/rows',
  )) {
    const aliases = names.split(';');
    const facts: DatasetFacts = {
      name: aliases[0] ?? names,
      samples: Number(samples),
      features: numberCell(features),
      classes: numberCell(classes),
      pixels: numberCell(pixels),
      tokens: numberCell(tokens),
      longDocuments: aliases.some((alias) => LONG.test(alias)),
      year: Number(year),
      source: SOURCES[source] ?? source,
    };
    for (const alias of aliases) byKey.set(nameKey(alias), facts);
  }
  return byKey;
});

/**
 * Finds a data set by the name written in code: a class (`CIFAR10`), a loader (`load_digits`, `fetch_covtype`), a hub id
 * (`stanfordnlp/imdb`, `glue/sst2`). Undefined when unknown.
 */
export function datasetNamed(text: string): DatasetFacts | undefined {
  const whole = index().get(nameKey(text));
  if (whole !== undefined) return whole;
  const parts = text.split(/[/.:]/).filter((part) => part !== '');
  const last = index().get(nameKey(parts[parts.length - 1] ?? ''));
  if (last !== undefined) return last;
  const owner = /^[^/]+\/(.+)$/.exec(text)?.[1];
  if (owner !== undefined && index().has(nameKey(owner))) return index().get(nameKey(owner));
  return index().get(nameKey((parts[parts.length - 1] ?? '').replace(/^(load|fetch)_/, '')));
}

export function datasetCount(): number {
  return new Set(index().values()).size;
}
