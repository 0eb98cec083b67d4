/** Gives an early stopping another metric to watch. */
import type { Arguments } from '../../../model/arguments';
import type { Model } from '../../../model/model';
import { spanOf } from '../../../text/span';
import type { Fix } from '../../rule';
import { quoted } from '../quotes';

/** Nothing where the monitor is not written as a string in the call. */
export function monitorFixes(model: Model, given: Arguments, key: string, reason: string): Fix[] {
  const bound = given.get('monitor');
  const literal = bound?.argument?.value;
  if (literal?.kind !== 'constant' || typeof literal.value !== 'string') return [];
  const mark = model.program.text[literal.start];
  const newText = mark === '"' || mark === "'" ? `${mark}${key}${mark}` : quoted(model, key);
  const edits = [{ span: spanOf(literal), newText }];
  return [{ title: `Set the monitor to ${key}`, safety: 'review', reason, edits, imports: [] }];
}
