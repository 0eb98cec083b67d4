/** Makes text from files and file names harmless in terminals and log formats. */

/** C0 and C1 controls, line and paragraph separators, and the bidirectional overrides that can reorder what is read. */
// eslint-disable-next-line no-control-regex -- the control characters are what is looked for
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** One line of visible text: every character that a terminal would obey becomes `\u{1b}`. */
export function visible(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`);
}

/** JSON that no terminal obeys either: what JSON leaves raw is written as `\u009b`, which reads back equal. */
export function safeJson(value: unknown, indent: number): string {
  return JSON.stringify(value, null, indent).replace(UNSAFE, (character) =>
    character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
