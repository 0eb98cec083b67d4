/** Writes one keyword argument, unless it comes out of a dictionary that the call unpacks. */
import { setKeyword } from '../../fixes/calls';
import type { Call } from '../../syntax/ast';
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
