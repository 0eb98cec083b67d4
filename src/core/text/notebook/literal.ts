/** JSON string literals at the level of their characters: writing one, and finding a character's escape in one. */

export interface LiteralStyle {
  /** Escape everything outside ASCII as `\uXXXX`. */
  readonly ascii: boolean;
  readonly lineEnd: '\n' | '\r\n';
}

/** The literal for `value`, quotes included. */
export function quoted(value: string, style: LiteralStyle): string {
  const text = JSON.stringify(value);
  if (!style.ascii) return text;
  return text.replace(/[^\0-\x7f]/g, (unit) => escaped(unit));
}

function escaped(character: string): string {
  let text = '';
  for (let at = 0; at < character.length; at += 1) {
    text += `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
  }
  return text;
}

/**
 * For each UTF-16 unit of the literal's value the offset in `raw` (quotes included) where it is written; one more entry
 * gives the offset of the closing quote.
 */
export function literalOffsets(raw: string): number[] {
  const offsets: number[] = [];
  let at = 1;
  while (at < raw.length - 1) {
    offsets.push(at);
    if (raw[at] !== '\\') at += 1;
    else at += raw[at + 1] === 'u' ? 6 : 2;
  }
  offsets.push(raw.length - 1);
  return offsets;
}
