/** Passes on an early stopping that was made and forgotten, with what it then needs to do its work. */
import type { Arguments } from '../../../model/arguments';
import type { Model } from '../../../model/model';
import type { Call } from '../../../syntax/ast';
import type { TextEdit } from '../../../text/span';
import type { Fix } from '../../rule';
import { addCallback } from '../callback-list';
import { addKeywords, both } from '../keyword-fix';
import type { Defect } from './defect';

interface Run {
  readonly call: Call;
  readonly given: Arguments;
}

const REASON = 'The run can then end before its last epoch.';

/**
 * The name it has goes into the callbacks of the run. What would keep it from ending that run is mended with it, and where that
 * cannot be done nothing is offered.
 */
export function passedFixes(model: Model, made: Call, run: Run, left: Defect | undefined): Fix[] {
  const target = made.parent?.kind === 'assign' ? made.parent.targets[0] : undefined;
  if (target?.kind !== 'name') return [];
  const passed = addCallback(model, run.call, run.given, target.id);
  const title = `Add ${target.id} to the callbacks`;
  if (!left) return passed ? [{ title, safety: 'review', reason: REASON, edits: passed, imports: [] }] : [];
  const [mend] = left.fixes;
  const edits = mend && (both(passed, mend.edits) ?? together(model, run, target.id, left));
  if (!mend || !edits) return [];
  const also = mend.title.charAt(0).toLowerCase() + mend.title.slice(1);
  const reason = mend.safety === 'review' ? `${REASON} ${mend.reason}` : REASON;
  return [{ title: `${title} and ${also}`, safety: 'review', reason, edits, imports: [] }];
}

/** Both come at the end of the same call. */
function together(
  model: Model,
  { call, given }: Run,
  name: string,
  { facts, fixes }: Defect,
): readonly TextEdit[] | undefined {
  const isSplit = facts['cause'] === 'no-validation' && fixes[0]?.title.startsWith('Set validation_split=');
  if (!isSplit || given.has('callbacks')) return undefined;
  return addKeywords(model, call, [`callbacks=[${name}]`, 'validation_split=0.1']);
}
