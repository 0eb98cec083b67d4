/** Takes fixed padding out of a tokenizer call where batches are certainly padded later. */
import { removeArguments, setKeyword } from '../../fixes/edits';
import { removeStatement } from '../../fixes/remove-statement';
import { encodingColumns } from '../../model/loaders/encoding-columns';
import { mappedUses } from '../../model/loaders/mapped-uses';
import { isBatched, type PaddedCall } from '../../model/loaders/padding';
import type { Model } from '../../model/model';
import { textOf } from '../../model/torch/modules';
import type { Argument } from '../../syntax/ast';
import type { TextEdit } from '../../text/span';
import type { Fix } from '../rule';
import { loaderPads, trainerCollator, type Batching } from './padding-collator';

const REASON =
  'The loss is the same, but dropout draws other masks for shorter batches, so a seeded run differs slightly.';

/** One fix for all calls that pad alike; none when one of them cannot be mended. */
export function paddingFixes(model: Model, group: readonly PaddedCall[]): Fix[] {
  if (group.some(({ optional, argument }) => optional || argument.name === null)) return [];
  if (group.every(({ place }) => place === 'collate')) return perBatch(model, group);
  const removed = group.map((one) => withoutPadding(model, one));
  const collators = group.map((one) => collatorsFor(model, one));
  if (removed.includes(undefined) || collators.includes(undefined)) return [];
  const added = new Map(collators.flatMap((one) => [...(one ?? [])]));
  const needed = [...added.values()];
  const edits = [...removed, ...needed.map((one) => one.edits)].flatMap((one) => one ?? []);
  const imports = needed.flatMap((one) => one.imports).slice(0, 1);
  const title = needed.length > 0 ? 'Use DataCollatorWithPadding for each batch' : 'Remove the fixed padding';
  return [{ title, safety: 'review', reason: REASON, edits, imports }];
}

/** The edits in the tokenising function; undefined where something else there needs rows of one length. */
function withoutPadding(model: Model, one: PaddedCall): readonly TextEdit[] | undefined {
  const columns = one.place === 'map' ? encodingColumns(model, one) : undefined;
  const arguments_ = columns && removable(model, one);
  if (!arguments_) return undefined;
  const removed = removeArguments(one.call, model.program.text, arguments_);
  const copies = columns.copies.map((copy) => removeStatement(model.program, copy));
  return copies.includes(undefined) ? undefined : removed?.concat(...copies.flatMap((copy) => copy ?? []));
}

/**
 * What has no meaning without the padding. Tensors need rows of one length, and lists become the same columns where the
 * function gets many rows. A `max_length` without `truncation` cuts nothing while `padding="max_length"` is there, and
 * would begin to cut without it (transformers, `tokenization_utils_base.py`, `_get_padding_truncation_strategies`).
 */
function removable(model: Model, { given, argument, maps }: PaddedCall): readonly Argument[] | undefined {
  const found = [argument];
  const tensors = given.get('return_tensors');
  if (tensors) {
    if (!tensors.argument || tensors.argument.name === null) return undefined;
    if (!maps.every((map) => isBatched(model, map))) return undefined;
    found.push(tensors.argument);
  }
  const limit = given.get('max_length');
  if (argument.name !== 'padding' || given.has('truncation') || !limit) return found;
  return limit.argument?.name === 'max_length' ? [...found, limit.argument] : undefined;
}

/** What each Trainer and loader needs that gets the tokens; undefined where one may not pad them. */
function collatorsFor(model: Model, one: PaddedCall): ReadonlyMap<unknown, Batching> | undefined {
  const columns = encodingColumns(model, one);
  if (!columns || !one.owner) return undefined;
  const uses = mappedUses(model, one.maps, one.owner);
  if (!uses.allSeen || uses.trainers.size + uses.loaders.size === 0) return undefined;
  if (![...uses.loaders].every((loader) => loaderPads(model, loader, columns))) return undefined;
  const needed = new Map<unknown, Batching>();
  for (const trainer of uses.trainers) {
    const collator = trainerCollator(model, trainer, columns, one.call);
    if (!collator) return undefined;
    if (collator.edits.length > 0) needed.set(trainer, collator);
  }
  return needed;
}

/** The collate function sees one batch: its longest text is long enough, unless something else is made as long as the limit. */
function perBatch(model: Model, group: readonly PaddedCall[]): Fix[] {
  if (group.some((one) => one.argument.name !== 'padding' || namesLengthAgain(model, one))) return [];
  const edits = group.map(({ call }) => setKeyword(call, model.program.text, 'padding', 'True'));
  if (edits.includes(undefined)) return [];
  const all = edits.flatMap((one) => one ?? []);
  return [{ title: 'Set padding=True for each batch', safety: 'review', reason: REASON, edits: all, imports: [] }];
}

/** `[-100] * (512 - len(labels))` beside `max_length=512`. */
function namesLengthAgain(model: Model, { call, owner, given, length }: PaddedCall): boolean {
  if (!owner) return false;
  const { text } = model.program;
  const rest = text.slice(owner.start, call.start) + text.slice(call.end, owner.end);
  const written = given.get('max_length')?.value;
  const words = [written ? textOf(model, written) : '', length === null ? '' : String(length)];
  return words.some((word) => word !== '' && rest.includes(word));
}
