/** Takes a whole statement out of its block. */
import type { Stmt } from '../syntax/ast';
import type { Program } from '../syntax/program';
import { blockOf } from '../syntax/walk';
import { lineEnd, lineStart, nextLine } from '../text/lines';
import type { TextEdit } from '../text/span';
import { hidesComment } from './gaps';
import { beginsLine } from './lines-of';

/** Undefined when it shares a line with other code or a comment, or when its block would be empty. */
export function removeStatement({ text }: Program, statement: Stmt): TextEdit[] | undefined {
  const end = lineEnd(text, statement.end);
  if (!beginsLine(text, statement) || !/^[ \t]*;?[ \t]*$/.test(text.slice(statement.end, end))) return undefined;
  if (blockOf(statement).length < 2 || hidesComment(text, statement)) return undefined;
  const start = lineStart(text, statement.start);
  const isFirst = blockOf(statement)[0] === statement || statement.parent?.kind === 'module';
  // With the line end before it where one is in the same block: that after it may be the end of a notebook's cell.
  const span = isFirst
    ? { start, end: nextLine(text, end) }
    : { start: start - (text.endsWith('\r\n', start) ? 2 : 1), end };
  return [{ span, newText: '' }];
}
