/** Splits a line of a shell into simple commands and their words, as far as its text alone decides. */

/** Null where only the shell knows: a variable, a substitution, a pattern. */
export type Word = string | null;
export type SimpleCommand = readonly Word[];

/** What a backslash is: PowerShell and cmd write paths with it. */
export type Backslash = 'escapes' | 'separates folders';

/** Redirections are left out; pipes, lists and groups end a command. */
export function simpleCommands(line: string, backslash: Backslash): readonly SimpleCommand[] {
  const commands: Word[][] = [[]];
  let isTarget = false;
  for (const token of tokensOf(line, backslash)) {
    if (token === 'end') commands.push([]);
    else if (token === 'redirection') isTarget = true;
    else if (isTarget) isTarget = false;
    else commands.at(-1)?.push(token.word);
    if (token === 'end') isTarget = false;
  }
  return commands.filter((words) => words.length > 0);
}

type Token = 'end' | 'redirection' | { readonly word: Word };

const OPERATOR = /(?:\d*|&)(?:>>?\|?|<<?<?)(?:&\d*-?)?|&&|\|\|?&?|;;?|&|\r?\n|[(){}](?=\s|$|;)|\(/y;

function* tokensOf(line: string, backslash: Backslash): Generator<Token> {
  let at = 0;
  while (at < line.length) {
    if (/[ \t]/.test(line.charAt(at))) {
      at += 1;
      continue;
    }
    if (line[at] === '#') {
      at = endOfLine(line, at);
      continue;
    }
    OPERATOR.lastIndex = at;
    const operator = OPERATOR.exec(line)?.[0];
    if (operator !== undefined) {
      at += operator.length;
      if (!/[<>]/.test(operator)) yield 'end';
      else if (!/&(\d+-?|-)$/.test(operator)) yield 'redirection';
      continue;
    }
    const { word, end } = wordAt(line, at, backslash);
    at = end;
    yield { word };
  }
}

function endOfLine(line: string, at: number): number {
  const end = line.indexOf('\n', at);
  return end < 0 ? line.length : end;
}

/** One piece of a word: in single quotes, in double quotes, escaped, or bare. */
const PIECE = /'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|([^\s'"\\;&|<>()]+)|([\s\S])/y;
const PIECE_WITH_FOLDERS = /'([^']*)'|"([^"]*)"|(?!)()|([^\s'";&|<>()]+)|([\s\S])/y;
/** What a shell replaces outside of single quotes; `~` at the start of a word. */
const EXPANDED = /[$`]/;
const PATTERN = /[*?[]|^~|\{.*[,.].*\}|%\w+%/;

function wordAt(line: string, start: number, backslash: Backslash): { readonly word: Word; readonly end: number } {
  const piece = backslash === 'escapes' ? PIECE : PIECE_WITH_FOLDERS;
  let text = '';
  let isKnown = true;
  let at = start;
  while (at < line.length && !/[\s;&|<>()]/.test(line.charAt(at))) {
    piece.lastIndex = at;
    const [whole = '', single, double, escaped, bare, stray] = piece.exec(line) ?? [];
    if (whole === '') break;
    at += whole.length;
    // A quote that never closes, and a substitution that holds blanks.
    if (stray !== undefined) isKnown = false;
    if (EXPANDED.test(double ?? bare ?? '') || PATTERN.test(bare ?? '')) isKnown = false;
    text += single ?? (backslash === 'escapes' ? double?.replace(/\\([$`"\\])/g, '$1') : double) ?? '';
    if (escaped !== undefined && escaped !== '\n') text += escaped;
    text += bare ?? '';
  }
  return { word: isKnown ? text : null, end: Math.max(at, start + 1) };
}
