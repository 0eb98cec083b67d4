/** Takes docstrings, comments and long texts out of Python code, without parsing it: what stands there is prose, and often an example. */

/** Comments and strings together, so that the start of one inside another is not taken for one. */
export const TOKENS =
  /#[^\r\n]*|([A-Za-z]{0,2})(?<!\\)("""|''')(?:\\[\s\S]|(?!\2)[^\\])*\2|(?<!\\)"(?:\\[\s\S]|[^"\\\r\n])*"|(?<!\\)'(?:\\[\s\S]|[^'\\\r\n])*'/g;
const BRACKETS = /[()[\]{}]/;
const TOKENS_AND_BRACKETS = new RegExp(`${TOKENS.source}|${BRACKETS.source}`, 'g');

/**
 * A string in triple quotes that is a statement becomes an empty one, and a comment nothing. Invariant: where that is hard to
 * tell the text stays, and so does what runs code (f-strings).
 */
export function withoutProse(text: string): string {
  const parts: string[] = [];
  let [depth, from] = [0, 0];
  for (const { 0: token, 1: prefix = '', 2: quotes, index } of text.matchAll(TOKENS_AND_BRACKETS)) {
    if (token.length === 1) depth = Math.max(0, depth + ('([{'.includes(token) ? 1 : -1));
    if (token.startsWith('#') && !followsFormatted(text, index)) {
      parts.push(text.slice(from, index));
      from = index + token.length;
    }
    if (quotes === undefined || depth > 0 || /[ft]/i.test(prefix) || !startsStatement(text, index)) continue;
    parts.push(text.slice(from, index), '""');
    from = index + token.length;
  }
  parts.push(text.slice(from));
  return parts.join('');
}

/**
 * Leaves code only: also a text in triple quotes that is a value becomes an empty one, and what is interpolated in one of several
 * lines stands on one line.
 */
export function withoutTexts(text: string): string {
  return text.replace(TOKENS, (token, prefix: string | undefined, _quotes, at: number) => {
    if (token.startsWith('#')) return followsFormatted(text, at) ? token : '';
    if (prefix === undefined) return token;
    return /[ft]/i.test(prefix) ? token.replace(/[\r\n]+/g, ' ') : '""';
  });
}

/** Since Python 3.12 an f-string may hold its own quotes, so that what looks like a comment is in it. */
function followsFormatted(text: string, at: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return /(?<![A-Za-z])[rR]?[fFtT][rR]?["']/.test(line);
}

function startsStatement(text: string, at: number): boolean {
  let line = at;
  while (line > 0 && /[^\S\n]/.test(text.charAt(line - 1))) line -= 1;
  if (line > 0 && text.charAt(line - 1) !== '\n') return false;
  return !/\\\r?\n$/.test(text.slice(Math.max(0, line - 3), line));
}
