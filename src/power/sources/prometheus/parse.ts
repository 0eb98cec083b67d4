/** The text format of Prometheus: `name{label="value"} 12.5 1700000000000`, and comments. */

export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const NAME = /^([a-zA-Z_:][\w:]*)\s*/;
const LABEL = /^\s*([a-zA-Z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*,?/;
const VALUE = /^\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|[-+]?inf|nan)(?:\s+-?\d+)?\s*$/i;

/** Series of these names, in their order; whatever is no line of the format is left out, and so is what is not finite. */
export function parseText(text: string, names: ReadonlySet<string>): readonly Series[] {
  return text.split('\n').flatMap((line): readonly Series[] => {
    const name = NAME.exec(line)?.[1];
    if (name === undefined || !names.has(name)) return [];
    const series = parseLine(line.trimEnd(), name);
    return series === null ? [] : [series];
  });
}

function parseLine(line: string, name: string): Series | null {
  let rest = line.slice(NAME.exec(line)?.[0].length ?? 0);
  const labels: Record<string, string> = Object.create(null) as Record<string, string>;
  if (rest.startsWith('{')) {
    rest = rest.slice(1);
    for (let label = LABEL.exec(rest); label !== null; label = LABEL.exec(rest)) {
      labels[label[1] ?? ''] = unescaped(label[2] ?? '');
      rest = rest.slice(label[0].length);
    }
    if (!/^\s*\}/.test(rest)) return null;
    rest = rest.slice(rest.indexOf('}') + 1);
  }
  const value = Number(VALUE.exec(rest)?.[1] ?? Number.NaN);
  return Number.isFinite(value) ? { name, labels, value } : null;
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));
}
