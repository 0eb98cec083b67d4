/** Copies of the parts of a batch to the accelerator that a training loop waits for, though pinned batches need not. */
import { addKeyword } from '../../fixes/calls';
import { copiedParts } from '../../model/loaders/copied-parts';
import type { Loader } from '../../model/loaders/find-loaders';
import type { Model } from '../../model/model';
import type { Call, For } from '../../syntax/ast';
import type { TextEdit } from '../../text/span';

/** The loops that train on the batches of a loader, where there may be an accelerator. */
export function copyingLoops(model: Model, { readings }: Loader): readonly For[] {
  if (model.document.isTest || (model.device.kind !== 'accelerator' && model.device.kind !== 'conditional')) return [];
  return readings.flatMap(({ loop, trains }) =>
    trains && loop?.kind === 'for' && !model.isIgnored(loop) ? [loop] : [],
  );
}

/** Undefined where one of the copies cannot take the keyword. */
export function withoutWaiting({ program }: Model, copies: readonly Call[]): readonly TextEdit[] | undefined {
  const edits = copies.map((one) => addKeyword(one, program.text, 'non_blocking', 'True'));
  return edits.includes(undefined) ? undefined : edits.flatMap((one) => one ?? []);
}

/** What has to be written besides when the batches of these loaders get pinned; empty where nothing waits. */
export function pinnedCopies(model: Model, members: readonly Loader[]): readonly TextEdit[] {
  const loops = new Set(members.flatMap((loader) => copyingLoops(model, loader)));
  return [...loops].flatMap((loop) => withoutWaiting(model, copiedParts(model, loop)) ?? []);
}
