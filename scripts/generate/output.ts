/** A generated file, and how its text is brought into the form that the formatter accepts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

export const root = join(__dirname, '..', '..');

export interface Output {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  /** For pages that the formatter leaves alone. */
  readonly verbatim?: true;
}

export async function formatted({ path, text, verbatim }: Output): Promise<string> {
  if (verbatim) return text;
  return format(text, { ...(await resolveConfig(path)), filepath: path });
}

/** The sentence that opens a source file, which by house style says what it is. */
export function headerSentence(path: string): string {
  const header = /^\/\*\*([\s\S]*?)\*\//.exec(readFileSync(path, 'utf8'))?.[1];
  if (header === undefined) throw new Error(`${path} has no header sentence.`);
  return header
    .replace(/^\s*\* ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Replaces what stands between `<!-- name:start -->` and `<!-- name:end -->`; a text without the markers is an error. */
export function between(text: string, name: string, replacement: string, path: string): string {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${path} lacks the markers ${start} and ${end}.`);
  return `${text.slice(0, from + start.length)}\n\n${replacement}\n\n${text.slice(to)}`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
