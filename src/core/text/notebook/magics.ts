/**
 * Blanks what is not Python in a notebook cell, in place: the length, the line ends and every other offset stay.
 * A statement that is left open at the end of its cell is blanked too, for it would swallow the cells behind it.
 */
import { codeLine, logicalLines } from './logical-lines';
import type { LogicalLine } from './logical-lines';

export interface BlankedCell {
  /** As long as the cell, with line ends at the same places. */
  readonly text: string;
  /** Magic and shell lines as written, and the lines of `%%bash` cells: they may configure a run. */
  readonly commands: readonly string[];
  /** What `%%writefile` writes, by the path it names. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

/** Cell magics whose body is not Python that runs in this notebook's kernel. */
const FOREIGN = new Set([
  ...['!', 'bash', 'cmd', 'script', 'sh', 'sx', 'system'],
  ...['file', 'writefile', 'html', 'HTML', 'javascript', 'js', 'latex', 'markdown', 'svg', 'SVG'],
  ...['bigquery', 'cpp', 'cu', 'cython', 'julia', 'perl', 'pypy', 'python2', 'R', 'ruby', 'sql'],
]);
const SHELLS = new Set(['bash', 'sh', 'script', 'cmd', 'system', 'sx', '!']);
/** Words that IPython runs without a `%`, and that are never followed by another word in Python. */
const AUTOMAGIC =
  /^(?:pip3?|conda|mamba|uv|cd|ls|cat|cp|mv|rm|mkdir|rmdir|man|matplotlib|env)[ \t]+(?!(?:in|is|and|or|not|if|for|else|as)\b)[\w~"'.]/;
const ASSIGNED_ESCAPE = /^(\s*[\w.[\],* \t]+?=\s*)(?:![^=]|%[A-Za-z])/;

export function blankMagics(cell: string): BlankedCell {
  const commands: string[] = [];
  const files: { path: string; text: string }[] = [];
  let start = 0;
  let text = '';
  for (;;) {
    const magic = /^(?:[ \t]*\n)*%%(\S*)([^\n]*)/.exec(cell.slice(start));
    if (!magic) break;
    const [head, name = '', rest = ''] = magic;
    const body = cell.slice(start + head.length);
    if (FOREIGN.has(name) || name.startsWith('!')) {
      if (SHELLS.has(name)) commands.push(...shellLines(`${head.trim()}${body}`));
      if (name === 'writefile' || name === 'file')
        files.push({ path: rest.trim().split(/\s+/).at(-1) ?? '', text: body.slice(1) });
      return { text: text + blank(cell.slice(start)), commands, files };
    }
    commands.push(head.trim());
    text += blank(head);
    start += head.length;
  }
  text += blankLines(cell.slice(start), commands);
  return { text, commands, files };
}

function shellLines(body: string): string[] {
  return body
    .replace(/\\\n/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function blankLines(body: string, commands: string[]): string {
  const isEscape = (start: number, end: number): boolean => escapeKind(body.slice(start, end)) !== 'code';
  let text = '';
  for (const line of logicalLines(body, isEscape)) {
    const source = body.slice(line.start, line.end);
    text += replaced(body, line, commands);
    if (line.start + source.length < body.length) text += body[line.end] ?? '';
  }
  return text;
}

function replaced(body: string, line: LogicalLine, commands: string[]): string {
  const source = body.slice(line.start, line.end);
  const kind = escapeKind(source);
  if (kind === 'code' && body[line.codeEnd - 1] !== '?') return line.isWhole ? source : blankLine(source);
  commands.push(source.trim());
  if (kind === 'assigned') return blankValue(source);
  return timed(source) ?? blankLine(source);
}

/** What the first physical line of a logical line is. */
function escapeKind(line: string): 'code' | 'escape' | 'assigned' {
  const code = line.trimStart();
  if (/^[!%?,;/]/.test(code) || AUTOMAGIC.test(code)) return 'escape';
  return ASSIGNED_ESCAPE.test(line) ? 'assigned' : 'code';
}

/** `x = !ls` becomes `x = _`: still bound, to something unknown. */
function blankValue(source: string): string {
  const kept = ASSIGNED_ESCAPE.exec(source)?.[1] ?? '';
  return `${kept}_${blank(source.slice(kept.length + 1))}`;
}

/** `%time statement` runs its statement: `0;` in place of the magic keeps it at its offsets. */
function timed(source: string): string | undefined {
  const match =
    /^(\s*)(%time[ \t]+)(?=[A-Za-z_])(?!(?:if|for|while|with|try|def|class|async|return|import|from)\b)/.exec(source);
  if (!match) return undefined;
  const [head, indent = '', magic = ''] = match;
  if (!codeLine(source, head.length).isWhole) return undefined;
  return `${indent}0;${' '.repeat(magic.length - 2)}${source.slice(head.length)}`;
}

/** An indented line may be all there is in its block, so something that means nothing stays in it. */
function blankLine(source: string): string {
  const indent = /^[ \t]*/.exec(source)?.[0] ?? '';
  const first = source.slice(indent.length).split(/[\r\n]/)[0] ?? '';
  if (indent === '' || first === '') return blank(source);
  const filler = first.length >= 4 ? 'pass' : '0';
  return indent + filler + blank(source.slice(indent.length + filler.length));
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
