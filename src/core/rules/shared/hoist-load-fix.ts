/** Moves the statement that loads a model in front of the loop that it stands in. */
import { beginsLine } from '../../fixes/lines-of';
import { indentOf } from '../../fixes/indent';
import { chained } from '../../model/inference/loads';
import type { Model } from '../../model/model';
import type { Assign, Call, For, Node, Stmt, While } from '../../syntax/ast';
import { statementOf } from '../../syntax/walk';
import { lineStart, nextLine } from '../../text/lines';
import type { Fix } from '../rule';

export function hoistFixes(model: Model, call: Call, loop: Node): Fix[] {
  if (loop.kind !== 'for' && loop.kind !== 'while') return [];
  const statement = statementOf(call);
  if (!isMovable(model, call, statement, loop)) return [];
  const { text } = model.program;
  const lines = { start: lineStart(text, statement.start), end: nextLine(text, statement.end) };
  const indent = indentOf(text, loop.start);
  const moved = dedented(text.slice(statement.start, lines.end), indentOf(text, statement.start), indent);
  if (moved === undefined) return [];
  const lineEnd = text.slice(statement.end, lines.end).endsWith('\r\n') ? '\r\n' : '\n';
  return [
    {
      title: 'Move the load in front of the loop',
      safety: 'review',
      reason: 'Every iteration then uses the same object, so what one of them changes in it stays changed.',
      edits: [
        { span: { start: loop.start, end: loop.start }, newText: moved + lineEnd + indent },
        { span: lines, newText: '' },
      ],
      imports: [],
    },
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

/** One plain assignment, the first of its name, directly in the loop and alone on its lines. */
function isMovable(model: Model, call: Call, statement: Stmt | undefined, loop: For | While): statement is Assign {
  if (statement?.kind !== 'assign' || statement.value !== chained(call) || statement.parent !== loop) return false;
  const { text } = model.program;
  const [target, ...rest] = statement.targets;
  if (rest.length > 0 || target?.kind !== 'name' || loop.body.length < 2 || !loop.body.includes(statement))
    return false;
  if (!beginsLine(text, loop) || !beginsLine(text, statement)) return false;
  const after = text.slice(statement.end, nextLine(text, statement.end)).trim();
  if (after !== '' && !after.startsWith('#')) return false;
  return isBoundOnce(model, target.id, statement, loop);
}

function isBoundOnce(model: Model, id: string, statement: Assign, loop: Node): boolean {
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
