/** Puts a compiler above a function as its only decorator. */
import { indentOf } from '../../fixes/indent';
import { beginsLine } from '../../fixes/lines-of';
import type { Model } from '../../model/model';
import type { FunctionDef } from '../../syntax/ast';
import { dominantLineEnd } from '../../text/lines';
import type { Fix, ImportNeed } from '../rule';

export interface Decorator {
  readonly expression: string;
  readonly imports: readonly ImportNeed[];
  readonly reason: string;
}

/** None for methods and for functions that are decorated already. */
export function decoratorFix(model: Model, step: FunctionDef, { expression, imports, reason }: Decorator): Fix[] {
  const { text } = model.program;
  if (step.decorators.length > 0 || step.parent?.kind === 'class' || !beginsLine(text, step)) return [];
  const newText = `@${expression}${dominantLineEnd(text)}${indentOf(text, step.start)}`;
  const edits = [{ span: { start: step.start, end: step.start }, newText }];
  return [{ title: `Decorate the step with ${expression}`, safety: 'review', reason, edits, imports }];
}
