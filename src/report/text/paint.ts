/** Terminal colours, or none. */

type Level = 'warning' | 'information' | 'hint' | 'error';

export interface Paint {
  strong(text: string): string;
  faint(text: string): string;
  severity(level: Level): string;
}

/** SGR codes: yellow, blue, cyan, red. */
const LEVELS: Record<Level, number> = { warning: 33, information: 34, hint: 36, error: 31 };

const sgr = (code: number, text: string) => `\u001b[${code}m${text}\u001b[0m`;

const PLAIN: Paint = { strong: (text) => text, faint: (text) => text, severity: (level) => level };

const COLORED: Paint = {
  strong: (text) => sgr(1, text),
  faint: (text) => sgr(2, text),
  severity: (level) => sgr(LEVELS[level], level),
};

export function painter({ color }: { readonly color: boolean }): Paint {
  return color ? COLORED : PLAIN;
}
