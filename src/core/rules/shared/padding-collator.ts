/** Which Trainers and loaders pad each batch by themselves, and what the others need. */
import { replaceExpression } from '../../fixes/edits';
import { reference } from '../../fixes/reference';
import type { EncodingColumns } from '../../model/loaders/encoding-columns';
import type { Loader } from '../../model/loaders/find-loaders';
import type { Model } from '../../model/model';
import { textOf } from '../../model/torch/modules';
import { hfTrainers, loadsOf, modelsOf, type HfTrainer } from '../../model/trainers/hf-trainer';
import type { Call, Expr } from '../../syntax/ast';
import type { TextEdit } from '../../text/span';
import type { Fix } from '../rule';
import { addKeywords } from './keyword-fix';
import { asBoolean } from '../../model/values';

export interface Batching {
  readonly edits: readonly TextEdit[];
  readonly imports: Fix['imports'];
}

const NOTHING: Batching = { edits: [], imports: [] };

/**
 * The labels that each collator can batch when the tokens have lengths of their own (transformers, `data_collator.py`):
 * it pads the labels to the longest, makes them from the tokens itself, or takes one value a row.
 */
const DYNAMIC: ReadonlyMap<string, readonly EncodingColumns['labels'][]> = new Map([
  ['transformers.DataCollatorWithPadding', ['none']],
  ['transformers.DataCollatorForTokenClassification', ['none', 'words']],
  ['transformers.DataCollatorForSeq2Seq', ['none', 'text', 'words']],
  ['transformers.DataCollatorForLanguageModeling', ['none', 'copy']],
]);
const TO_ONE_LENGTH = /^transformers\.(default_data_collator|DefaultDataCollator)$/;

/** Nothing to do where the Trainer pads its batches already; undefined where that is not certain. */
export function trainerCollator(
  model: Model,
  trainer: Call,
  { labels }: EncodingColumns,
  tokenizing: Call,
): Batching | undefined {
  const found = hfTrainers(model).find(({ call }) => call === trainer);
  if (!found?.given.complete || keepsAllColumns(model, found)) return undefined;
  const collator = found.given.get('data_collator');
  const oneLabel = (labels === 'none' || labels === 'text') && classifiesSequences(model, found);
  if (!collator) return oneLabel ? addCollator(model, trainer, tokenizing) : undefined;
  if (pads(model, collator.value, oneLabel ? 'none' : labels)) return NOTHING;
  if (!oneLabel || !isDefault(model, collator.value)) return undefined;
  const made = collatorWith(model, trainer, tokenizing);
  return made && { edits: replaceExpression(collator.value, made.written), imports: made.imports };
}

/** A loader that pads each batch, for a data set whose labels it can batch. */
export function loaderPads(model: Model, loader: Loader, { labels }: EncodingColumns): boolean {
  return loader.given.complete && loader.collate !== null && pads(model, loader.collate, labels);
}

function pads(model: Model, collator: Expr, labels: EncodingColumns['labels']): boolean {
  const origins = model.origins(collator);
  return (
    origins.length > 0 &&
    origins.every((one) => {
      if (one.kind !== 'result' || !DYNAMIC.get(one.of)?.includes(labels)) return false;
      return !one.call.args.some(({ star, value }) => star !== '' || textOf(model, value).includes('max_length'));
    })
  );
}

function isDefault(model: Model, collator: Expr): boolean {
  const origins = model.origins(collator);
  return (
    origins.length > 0 &&
    origins.every(
      (one) =>
        (one.kind === 'external' && TO_ONE_LENGTH.test(one.name)) ||
        (one.kind === 'result' && TO_ONE_LENGTH.test(one.of) && one.call.args.length === 0),
    )
  );
}

/** Columns of text, which the Trainer leaves out by default, cannot be padded. */
function keepsAllColumns(model: Model, { given }: HfTrainer): boolean {
  const args = given.get('args')?.value;
  if (!args) return false;
  return model
    .origins(args)
    .flatMap((one) => (one.kind === 'result' ? one.call.args : []))
    .some(({ name, value }) => name === 'remove_unused_columns' && asBoolean(model.value(value)) !== true);
}

/** Models with one label a text: only their inputs have a length. */
function classifiesSequences(model: Model, { given }: HfTrainer): boolean {
  const loads = loadsOf(model, modelsOf(model, given)).flatMap(({ func }) => model.origins(func));
  const names = loads.flatMap((one) => (one.kind === 'external' ? [one.name] : []));
  const heads = names.filter((name) => /For[A-Z]\w+(\.from_pretrained)?$/.test(name));
  return heads.length > 0 && heads.every((name) => /ForSequenceClassification(\.from_pretrained)?$/.test(name));
}

function addCollator(model: Model, trainer: Call, tokenizing: Call): Batching | undefined {
  const made = collatorWith(model, trainer, tokenizing);
  const edits = made && addKeywords(model, trainer, [`data_collator=${made.written}`]);
  return edits && { edits, imports: made.imports };
}

function collatorWith(model: Model, trainer: Call, { func }: Call) {
  const tokenizer = func.kind === 'attribute' ? func.value : func;
  if (tokenizer.kind !== 'name' || !isSeenFrom(model, tokenizer, trainer)) return undefined;
  const { expression, imports } = reference(model.program, 'transformers.DataCollatorWithPadding', trainer);
  return { written: `${expression}(${tokenizer.id}, pad_to_multiple_of=8)`, imports };
}

/** The variable holds the same tokenizer where the Trainer is made: it is bound once, and at module level. */
function isSeenFrom(model: Model, tokenizer: Extract<Expr, { kind: 'name' }>, trainer: Call): boolean {
  const { scope } = model.program.module;
  if (scope.bindings(tokenizer.id).length === 1) return true;
  for (let at = trainer.parent; at; at = at.parent) {
    if (at.kind === 'function')
      return at.scope.bindings(tokenizer.id).length === 1 && at.start < tokenizer.start && tokenizer.end < at.end;
  }
  return false;
}
