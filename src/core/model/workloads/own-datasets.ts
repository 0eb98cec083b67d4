/** Names of what a data set class of the project reads: of its base class, of the path that it is given, of the file that it opens. */
import { datasetNamed } from '../../../data/datasets';
import type { Call, ClassDef } from '../../syntax/ast';
import { lastPart } from '../canonical';
import { externalBases } from '../imports/members';
import { placeOf } from '../imports/places';
import type { Model } from '../model';
import { callsIn } from '../traverse';
import type { Fact } from '../workload';
import { withoutSpan } from './data-facts';
import { assumed, known } from './fact';
import { pathName } from './folder-name';
import { namedFile } from './shipped';

const BASES = /^torch\.utils\.data\.(Iterable)?Dataset$/;
const OF_LIBRARY = /^torchvision\.datasets\.(?!VisionDataset$|DatasetFolder$|ImageFolder$|FakeData$)[A-Z]\w*$/;

export interface OwnDataset {
  /** The file of the class. */
  readonly model: Model;
  readonly definition: ClassDef;
}

/** The data set class of another file that an origin names. */
export function datasetElsewhere(model: Model, name: string): OwnDataset | undefined {
  const place = placeOf(model, name);
  if (place?.definition?.kind !== 'class' || place.rest.some((one) => one !== '()')) return undefined;
  const own = { model: place.model, definition: place.definition };
  return isDataset(own.model, own.definition) ? own : undefined;
}

export const isDataset = (model: Model, definition: ClassDef): boolean =>
  externalBases(model, definition).some((one) => BASES.test(one) || one.startsWith('torchvision.datasets.'));

/** `Pairs(CIFAR10)`, `Pictures("../mini-imagenet/")`, `Rows()` whose constructor reads `"ratings.csv"`. */
export function ownName(model: Model, call: Call, own: OwnDataset): Fact<string> {
  const base = externalBases(own.model, own.definition).find((one) => OF_LIBRARY.test(one));
  if (base !== undefined) return known(lastPart(base), call);
  for (const { value, star } of call.args) {
    const name = star === '' ? pathName(model, value) : null;
    if (name) return name;
  }
  return readBy(own) ?? publishedName(own.definition.name);
}

/** `VOCSegmentationDataset`: a class that is called like a published data set reads that. */
export function publishedName(name: string): Fact<string> {
  const plain = name.replace(/_?(Data_?[sS]et|Loader)$/, '');
  const published = plain.length > 3 ? datasetNamed(plain) : undefined;
  if (!published && !(/^[A-Z]{3,}\d*$/.test(plain) && !SAYS_HOW.test(plain))) return null;
  return assumed(published?.name ?? plain, 'name of the class');
}

/** Short for a format or a method rather than for a data set. */
const SAYS_HOW =
  /^(CSV|TSV|JSON|TXT|HDF\d?|LMDB|NPZ|NPY|RGB|IMG|NLP|MLM|LM|SFT|DPO|GAN|VAE|CNN|RNN|LSTM|BERT|GPT|VQA|NER|QA|OCR|ASR|TTS|MRI|CT|EEG|ECG|DATA)\d*$/;

/** The first table that the class reads; an array beside the rows may hold anything. */
function readBy({ model, definition }: OwnDataset): Fact<string> {
  for (const call of callsIn(definition)) {
    for (const origin of model.origins(call)) {
      const isTable = origin.kind === 'result' && origin.of.startsWith('pandas.read_');
      const file = isTable ? namedFile(model, call, origin.of)?.dataset : null;
      // The construction may say otherwise than a default.
      if (file?.certainty === 'known') return withoutSpan(file);
    }
  }
  return null;
}
