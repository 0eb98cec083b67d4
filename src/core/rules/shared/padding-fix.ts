/** Takes fixed padding out of a tokenizer call where batches are certainly padded later. */
import { removeArgument, setKeyword } from '../../fixes/edits';
import { reference } from '../../fixes/reference';
import type { PaddedCall } from '../../model/loaders/padding';
import type { Model } from '../../model/model';
import { textOf } from '../../model/torch/modules';
import type { Call, Expr } from '../../syntax/ast';
import type { TextEdit } from '../../text/span';
import type { Fix } from '../rule';
import { addKeywords } from './keyword-fix';

const REASON =
  'The loss is the same, but dropout draws other masks for shorter batches, so a seeded run differs slightly.';

const DYNAMIC =
  /^transformers\.(DataCollatorWithPadding|DataCollatorForSeq2Seq|DataCollatorForTokenClassification|DataCollatorForLanguageModeling)$/;

/** One fix for all calls that pad alike; none when one of them cannot be mended. */
export function paddingFixes(model: Model, group: readonly PaddedCall[]): Fix[] {
  if (group.some(({ overridable, argument }) => overridable || argument.name === null)) return [];
  if (group.every(({ place }) => place === 'collate')) return perBatch(model, group);
  if (!group.every(isReturned) || model.program.mentions('DataLoader')) return [];
  const trainers = model.callsOf('transformers.Trainer').map(({ call }) => call);
  const tokenizer = group[0]?.call.func;
  if (trainers.length === 0 || !tokenizer) return [];
  const removed = group.map(({ call, argument }) => removeArgument(call, model.program.text, argument));
  const collators = trainers.map((trainer) => collatorFor(model, trainer, tokenizer));
  if (removed.includes(undefined) || collators.includes(undefined)) return [];
  const added = collators.flatMap((one) => one ?? []);
  const imports = added.flatMap((one) => one.imports).slice(0, 1);
  const edits = [...removed.flatMap((one) => one ?? []), ...added.flatMap((one) => one.edits)];
  const title = added.length > 0 ? 'Use DataCollatorWithPadding for each batch' : 'Remove the fixed padding';
  return [{ title, safety: 'review', reason: REASON, edits, imports }];
}

/** Mapped, and nothing but what the tokenizer gives leaves the function: nothing else needs padding. */
function isReturned({ place, given, call }: PaddedCall): boolean {
  if (place !== 'map' || given.has('return_tensors')) return false;
  return call.parent?.kind === 'return' || call.parent?.kind === 'lambda';
}

/** The collate function sees one batch: its longest text is long enough. */
function perBatch(model: Model, group: readonly PaddedCall[]): Fix[] {
  if (group.some(({ argument }) => argument.name !== 'padding')) return [];
  const edits = group.map(({ call }) => setKeyword(call, model.program.text, 'padding', 'True'));
  if (edits.includes(undefined)) return [];
  const all = edits.flatMap((one) => one ?? []);
  return [{ title: 'Set padding=True for each batch', safety: 'review', reason: REASON, edits: all, imports: [] }];
}

interface Collator {
  readonly edits: readonly TextEdit[];
  readonly imports: Fix['imports'];
}

/** What a Trainer needs to pad its batches itself: nothing where it does already; undefined where that is not certain. */
function collatorFor(model: Model, trainer: Call, tokenizer: Expr): readonly Collator[] | undefined {
  const given = model.arguments(trainer, ['model', 'args', 'data_collator']);
  if (!given.complete) return undefined;
  const collator = given.get('data_collator');
  if (collator) return isDynamic(model, collator.value) ? [] : undefined;
  if (tokenizer.kind !== 'name' || !classifiesSequences(model, given.get('model')?.value)) return undefined;
  const made = reference(model.program, 'transformers.DataCollatorWithPadding', trainer);
  const written = `data_collator=${made.expression}(${tokenizer.id}, pad_to_multiple_of=8)`;
  const edits = isSeenFrom(model, tokenizer, trainer) ? addKeywords(model, trainer, [written]) : undefined;
  return edits && [{ edits, imports: made.imports }];
}

function isDynamic(model: Model, collator: Expr): boolean {
  return model.origins(collator).some((one) => {
    if (one.kind !== 'result' || !DYNAMIC.test(one.of)) return false;
    return !one.call.args.some(({ value }) => textOf(model, value).includes('max_length'));
  });
}

/** Models with one label a text: only their inputs have a length. */
function classifiesSequences(model: Model, trained: Expr | undefined): boolean {
  return (
    trained !== undefined &&
    model
      .origins(trained)
      .some((one) => one.kind === 'result' && /ForSequenceClassification(\.from_pretrained)?$/.test(one.of))
  );
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
