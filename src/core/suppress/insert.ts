/** The edit that ignores a rule at one place: an existing comment is extended, else one is put above the line. */
import type { RuleId } from '../rules/rule';
import type { Program } from '../syntax/program';
import { indentOf } from '../fixes/indent';
import { dominantLineEnd, lineStart } from '../text/lines';
import type { Span, TextEdit } from '../text/span';
import { headers } from './headers';
import { parseSuppressions, type Suppression } from './parse';

/** What to ignore, where, and why; an empty reason is left out. */
export interface Ignore {
  readonly rule: RuleId;
  readonly span: Span;
  readonly reason: string;
}

/** Undefined when the rule is ignored there already. `cells` are the code cells of a notebook. */
export function insertSuppression(program: Program, ignore: Ignore, cells?: readonly Span[]): TextEdit[] | undefined {
  const { suppressions } = parseSuppressions(program, [ignore.rule], cells);
  const here = suppressions.filter(
    ({ covers }) => covers && covers.start <= ignore.span.start && ignore.span.start <= covers.end,
  );
  if (here.some((one) => one.directive.rules.some((rule) => rule.id === ignore.rule))) return undefined;
  const existing = here.find((one) => one.scope === 'statement');
  return existing ? extend(existing, ignore) : [ownLine(program, ignore)];
}

/** YAML has one statement, which a comment above the line of the finding is about. */
export function insertYamlSuppression(text: string, ignore: Ignore): TextEdit[] {
  return [lineAbove(text, lineStart(text, ignore.span.start), ignore)];
}

function extend({ directive }: Suppression, ignore: Ignore): TextEdit[] {
  const named = insertion(directive.close, `, ${ignore.rule}`);
  const reason = oneLine(ignore.reason);
  if (reason === '') return [named];
  return [named, insertion(directive.span.end, directive.reason === '' ? ` ${reason}` : `; ${reason}`)];
}

/** Formatters keep a comment above the line where it is; one behind it they may move. */
function ownLine(program: Program, ignore: Ignore): TextEdit {
  return lineAbove(program.text, logicalLineStart(program, ignore.span.start), ignore);
}

function lineAbove(text: string, start: number, ignore: Ignore): TextEdit {
  const mark = text.startsWith('\uFEFF', start) ? 1 : 0;
  const indent = indentOf(text, start);
  const reason = oneLine(ignore.reason);
  const comment = `# carbon: ignore[${ignore.rule}]${reason === '' ? '' : ` ${reason}`}`;
  return insertion(start + mark + indent.length, comment + dominantLineEnd(text) + indent);
}

/** The start of the first physical line of the logical line that an offset is on. */
function logicalLineStart(program: Program, offset: number): number {
  const all = headers(program);
  let start = lineStart(program.text, offset);
  for (;;) {
    const around = all.find((one) => one.start < start && one.end > start);
    if (!around) return start;
    start = lineStart(program.text, around.start);
  }
}

function oneLine(reason: string): string {
  return reason.replace(/\s+/g, ' ').trim();
}

function insertion(at: number, newText: string): TextEdit {
  return { span: { start: at, end: at }, newText };
}
