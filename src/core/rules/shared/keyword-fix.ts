/** Writes one keyword argument, unless it comes out of a dictionary that the call unpacks. */
import { addKeyword, setKeyword } from '../../fixes/calls';
import type { Call } from '../../syntax/ast';
import { conflict } from '../../text/edits';
import type { TextEdit } from '../../text/span';
import type { Arguments } from '../../model/arguments';
import type { Model } from '../../model/model';

/** Replaces the value or adds the keyword; undefined when the call would then get it twice. */
export function keywordEdits(
  model: Model,
  call: Call,
  given: Arguments,
  name: string,
  value: string,
): readonly TextEdit[] | undefined {
  const bound = given.get(name);
  if (bound && bound.argument === null) return undefined;
  return setKeyword(call, model.program.text, name, value);
}

/** Adds several keywords at the end of a call, each on its own line where the arguments are; `name=value` each. */
export function addKeywords(model: Model, call: Call, keywords: readonly string[]): readonly TextEdit[] | undefined {
  const [first, ...rest] = keywords;
  const equals = first?.indexOf('=') ?? -1;
  if (first === undefined || equals < 0) return undefined;
  const edits = addKeyword(call, model.program.text, first.slice(0, equals), first.slice(equals + 1));
  return edits?.map((edit) => {
    const at = edit.newText.indexOf(first);
    if (at < 0) return edit;
    const separator = `,${/\s*$/.exec(edit.newText.slice(0, at))?.[0] || ' '}`;
    const newText =
      edit.newText.slice(0, at) + [first, ...rest].join(separator) + edit.newText.slice(at + first.length);
    return { ...edit, newText };
  });
}

/** Undefined when one of the two cannot be written, or both at one place. */
export function both(
  first: readonly TextEdit[] | undefined,
  second: readonly TextEdit[] | undefined,
): readonly TextEdit[] | undefined {
  if (!first || !second || first.some((one) => second.some((other) => conflict(one, other)))) return undefined;
  return [...first, ...second];
}
