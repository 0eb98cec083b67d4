/** Adds one callback to the `callbacks=` of a call, whichever way they are written. */
import { appendToList } from '../../fixes/calls';
import type { Arguments } from '../../model/arguments';
import type { Model } from '../../model/model';
import type { Call, Expr } from '../../syntax/ast';
import type { TextEdit } from '../../text/span';
import { keywordEdits } from './keyword-fix';

/** Undefined where the list cannot be told or belongs to more than this call. */
export function addCallback(
  model: Model,
  call: Call,
  given: Arguments,
  callback: string,
): readonly TextEdit[] | undefined {
  const bound = given.get('callbacks');
  const text = model.program.text;
  if (!bound || isNone(bound.value)) return keywordEdits(model, call, given, 'callbacks', `[${callback}]`);
  const { literal, members } = model.callbacks(bound.value);
  if (literal?.kind === 'list') return appendToList(literal, text, callback);
  const written = text.slice(bound.value.start, bound.value.end);
  const [only, ...rest] = members;
  const single = rest.length === 0 && only !== undefined && !isSequence(model, bound.value);
  if (single) return keywordEdits(model, call, given, 'callbacks', `[${written}, ${callback}]`);
  return isSequence(model, bound.value)
    ? keywordEdits(model, call, given, 'callbacks', `[*${written}, ${callback}]`)
    : undefined;
}

const isNone = (value: Expr): boolean => value.kind === 'constant' && value.value === null;

function isSequence(model: Model, value: Expr): boolean {
  const { alternatives } = model.value(value);
  return alternatives.length > 0 && alternatives.every((one) => one.type === 'sequence');
}
