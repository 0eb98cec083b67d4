/** Where the lines of a statement begin and end, comments that belong to it included. */
import type { Stmt } from '../syntax/ast';
import { blocks } from '../syntax/walk';
import { lineEnd, lineStart, nextLine } from '../text/lines';
import { startsLine } from './indent';

/** True when the statement begins its line and is not an `elif`. */
export function beginsLine(text: string, statement: Stmt): boolean {
  return startsLine(text, statement.start) && !(statement.kind === 'if' && statement.isElif);
}

/**
 * The end of the last line of a statement, its trailing comment included, and for a compound statement the comment lines
 * that close its block. Undefined when another statement follows on that line.
 */
export function endOfLines(text: string, statement: Stmt): number | undefined {
  const end = lineEnd(text, statement.end);
  if (!/^[ \t\f]*;?[ \t\f]*(?:#.*)?$/.test(text.slice(statement.end, end))) return undefined;
  return isCompound(statement) ? endOfBlockComments(text, statement, end) : end;
}

export function isCompound(statement: Stmt): boolean {
  return blocks(statement).some((block) => block.length > 0);
}

/** Comment lines right after a block and deeper than its header belong to the block. */
function endOfBlockComments(text: string, statement: Stmt, from: number): number {
  const depth = statement.start - lineStart(text, statement.start);
  let end = from;
  for (let at = nextLine(text, from); at < text.length; at = nextLine(text, at)) {
    const line = text.slice(at, lineEnd(text, at));
    const indent = /^([ \t]*)#/.exec(line)?.[1];
    if (indent === undefined || indent.length <= depth) return end;
    end = at + line.length;
  }
  return end;
}
