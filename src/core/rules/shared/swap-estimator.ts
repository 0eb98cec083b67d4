/** Constructs an estimator of another class: arguments renamed, dropped and added, its import with it. */
import { removeArguments } from '../../fixes/calls';
import { hidesComment } from '../../fixes/gaps';
import type { Argument, Call } from '../../syntax/ast';
import { spanOf } from '../../text/span';
import type { Model } from '../../model/model';
import { addKeywords } from './keyword-fix';
import { type Renamed, renameClass, type Renaming } from './rename-class';

export interface Swap extends Renaming {
  readonly call: Call;
  readonly dropped: readonly Argument[];
  /** Keywords with their new names. */
  readonly renamed: readonly (readonly [Argument, string])[];
  /** `name=value` each. */
  readonly added: readonly string[];
}

/** Undefined where the text around the arguments does not allow it. New arguments take the places of dropped ones. */
export function swapEstimator(model: Model, swap: Swap): Renamed | undefined {
  const { call, dropped, renamed, added } = swap;
  const { text } = model.program;
  const callee = renameClass(model, call, swap);
  const replaced = dropped.slice(0, added.length);
  const removed = removeArguments(call, text, dropped.slice(added.length));
  const rest = added.slice(replaced.length);
  const appended = rest.length > 0 ? addKeywords(model, call, rest) : [];
  if (!callee || !removed || !appended || replaced.some((one) => hidesComment(text, one))) return undefined;
  const edits = [
    ...callee.edits,
    ...renamed.map(([argument, name]) => ({ span: nameSpan(argument), newText: name })),
    ...replaced.map((argument, index) => ({ span: spanOf(argument), newText: added[index] ?? '' })),
    ...removed,
    ...appended,
  ];
  return { edits, imports: callee.imports };
}

const nameSpan = ({ start, name }: Argument): { start: number; end: number } => ({
  start,
  end: start + (name ?? '').length,
});
