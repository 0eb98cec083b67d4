/** Moves a statement that stands directly in a loop in front of it, with its comment. */
import { indentOf } from '../../fixes/indent';
import { beginsLine } from '../../fixes/lines-of';
import type { Model } from '../../model/model';
import type { For, Loop, Node, Stmt, While } from '../../syntax/ast';
import { lineStart, nextLine } from '../../text/lines';
import type { TextEdit } from '../../text/span';

/** Undefined unless it is the only one in the loop that gives `id` a value, and alone on its lines. */
export function hoistedStatement(
  model: Model,
  statement: Stmt,
  id: string,
  loop: Loop,
): readonly TextEdit[] | undefined {
  if (!isMovable(model, statement, id, loop)) return undefined;
  const { text } = model.program;
  const lines = { start: lineStart(text, statement.start), end: nextLine(text, statement.end) };
  const indent = indentOf(text, loop.start);
  const moved = dedented(text.slice(statement.start, lines.end), indentOf(text, statement.start), indent);
  if (moved === undefined) return undefined;
  const lineEnd = text.slice(statement.end, lines.end).endsWith('\r\n') ? '\r\n' : '\n';
  return [
    { span: { start: loop.start, end: loop.start }, newText: moved + lineEnd + indent },
    { span: lines, newText: '' },
  ];
}

/** Continuation lines move left with the first one; undefined where a text over several lines would change. */
function dedented(source: string, from: string, to: string): string | undefined {
  const code = source.replace(/[ \t]*\r?\n$/, '');
  if (/"""|'''/.test(code)) return undefined;
  return code.replace(/\n([ \t]*)/g, (whole, space: string) =>
    space.startsWith(from) ? `\n${to}${space.slice(from.length)}` : whole,
  );
}

function isMovable(model: Model, statement: Stmt, id: string, loop: For | While): boolean {
  const { text } = model.program;
  if (statement.parent !== loop || loop.body.length < 2 || !loop.body.includes(statement)) return false;
  if (!beginsLine(text, loop) || !beginsLine(text, statement)) return false;
  const after = text.slice(statement.end, nextLine(text, statement.end)).trim();
  if (after !== '' && !after.startsWith('#')) return false;
  return isBoundOnce(model, id, statement, loop);
}

function isBoundOnce(model: Model, id: string, statement: Stmt, loop: Node): boolean {
  return model.program
    .names(id)
    .filter((name) => loop.start <= name.start && name.end <= loop.end)
    .every((name) => {
      const { parent } = name;
      const isTarget =
        (parent?.kind === 'assign' && (parent.targets as readonly Node[]).includes(name)) ||
        (parent?.kind === 'for' && parent.target === name) ||
        parent?.kind === 'augassign';
      return !isTarget || parent === statement;
    });
}
