/** Parses Python for tests; what comes back is plain data, so nothing has to be disposed. */
import assert from 'node:assert/strict';
import type { Program } from '../../src/core/syntax/program';
import type { SyntaxSession } from '../../src/core/syntax/session';
import { applyEdits } from '../../src/core/text/edits';
import type { TextEdit } from '../../src/core/text/span';
import { syntaxSession } from './grammar';

let session: SyntaxSession | undefined;

/** Call in a `before` hook. */
export async function loadParser(): Promise<void> {
  session = await syntaxSession();
}

export function parse(text: string): Program {
  assert.ok(session, 'call loadParser first');
  const document = session.open(text);
  const program = document.program;
  document.dispose();
  return program;
}

/** The text after the edits, which must parse; undefined edits stay undefined. */
export function fixed(program: Program, edits: readonly TextEdit[] | undefined): string | undefined {
  if (!edits) return undefined;
  const after = applyEdits(program.text, edits);
  assert.ok(after !== undefined, 'edits overlap');
  assert.deepEqual(parse(after).broken, [], `does not parse:\n${after}`);
  assert.deepEqual(comments(parse(after)), comments(program), 'comments changed');
  return after;
}

function comments(program: Program): string[] {
  return program.comments.map((span) => program.text.slice(span.start, span.end)).sort();
}
