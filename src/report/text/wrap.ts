/** Breaks a line at spaces so that it fits a terminal. */

/** Narrower than this, wrapping would leave one word a line. */
const NARROWEST = 40;

/** Each line starts with `indent`; words longer than the width stay whole, so that addresses can be followed. */
export function wrap(text: string, width: number | null, indent: string): string[] {
  if (width === null) return [indent + text];
  const room = Math.max(width, NARROWEST) - indent.length;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length > room && line !== '') {
      lines.push(indent + line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, indent + line];
}
