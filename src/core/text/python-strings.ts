/** Where Python string tokens end, for code that must not touch what is inside them. */

/** The offset after the string whose quote is at `at`; a plain string ends with its line at the latest. */
export function stringEnd(text: string, at: number): number {
  const quote = text[at] ?? '"';
  const triple = quote.repeat(3);
  if (!text.startsWith(triple, at)) return plainStringEnd(text, at + 1, quote);
  for (let i = at + 3; i < text.length; i += 1) {
    if (text[i] === '\\') i += 1;
    else if (text.startsWith(triple, i)) return i + 3;
  }
  return text.length;
}

function plainStringEnd(text: string, from: number, quote: string): number {
  for (let i = from; i < text.length; i += 1) {
    if (text[i] === '\\') i += text.startsWith('\r\n', i + 1) ? 2 : 1;
    else if (text[i] === quote) return i + 1;
    else if (text[i] === '\n' || text[i] === '\r') return i;
  }
  return text.length;
}
