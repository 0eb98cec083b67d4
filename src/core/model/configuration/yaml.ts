/** A small reader of YAML settings: nested block mappings, lists, plain scalars, flow lists; the rest is skipped. */
import type { Scalar } from './facts';

/** Scalars by dotted name, list items by index; never throws. Anchors, tags and block texts are not followed. */
export function readYaml(text: string): ReadonlyMap<string, Scalar> {
  const found = new Map<string, Scalar>();
  const open: Level[] = [];
  let textIndent = Infinity;
  for (const line of text.split(/\r?\n/)) {
    const body = withoutComment(line);
    if (body.trim() === '' || /^(---|\.\.\.|%)/.test(body)) continue;
    const indent = body.length - body.trimStart().length;
    if (indent > textIndent) continue;
    textIndent = Infinity;
    if (found.size >= MOST_NAMES) break;
    if (isBlockText(readLine(body.trim(), indent, open, found))) textIndent = indent;
  }
  return found;
}

interface Level {
  readonly indent: number;
  readonly path: string;
  /** Index of the next item of a list at this level. */
  items: number;
}

const MOST_NAMES = 2_000;
const KEY = /^("[^"]*"\s*|'[^']*'\s*|[^\s:'"{[][^:]*):(?:\s(.*)|)$/s;

/** Files one line and answers the text of its value. */
function readLine(body: string, indent: number, open: Level[], found: Map<string, Scalar>): string {
  if (body === '-' || body.startsWith('- ')) return readItem(body, indent, open, found);
  while (open.length > 0 && (open.at(-1) as Level).indent >= indent) open.pop();
  const [, key, written = ''] = KEY.exec(body) ?? [];
  if (key === undefined) return '';
  const value = written.trimStart();
  const path = joined(open.at(-1)?.path, unquoted(key.trimEnd()));
  if (value === '' || isBlockText(value) || /^[&!]\S+$/.test(value)) open.push({ indent, path, items: 0 });
  else fileValue(path, value, found);
  return value;
}

/** An item belongs to the key above it, which may stand at the same indentation. */
function readItem(body: string, indent: number, open: Level[], found: Map<string, Scalar>): string {
  while (open.length > 0 && (open.at(-1) as Level).indent > indent) open.pop();
  const holder = open.findLast((level) => level.items >= 0);
  const list = holder ?? { indent: -1, path: '', items: 0 };
  const path = joined(list.path, String(list.items));
  list.items += 1;
  const rest = body.slice(1).trim();
  if (rest === '') return '';
  if (!KEY.test(rest)) {
    fileValue(path, rest, found);
    return rest;
  }
  // The keys of an item stand two columns behind its dash.
  open.push({ indent: indent + 1, path, items: -1 });
  return readLine(rest, indent + 2, open, found);
}

function fileValue(path: string, value: string, found: Map<string, Scalar>): void {
  const flow = /^\[(.*)\]$/.exec(value);
  if (!flow) return void found.set(path, scalar(value));
  (flow[1] ?? '').split(',').forEach((item, index) => {
    if (item.trim() !== '') found.set(joined(path, String(index)), scalar(item.trim()));
  });
}

const isBlockText = (value: string): boolean => /^[|>][+-]?\d?$/.test(value);

const joined = (path: string | undefined, name: string): string => (path ? `${path}.${name}` : name);

const unquoted = (text: string): string => (/^["'].*["']$/.test(text) ? text.slice(1, -1) : text);

export function scalar(text: string): Scalar {
  if (/^["']/.test(text)) return unquoted(text);
  if (/^(true|yes|on)$/i.test(text)) return true;
  if (/^(false|off)$/i.test(text)) return false;
  if (/^(null|none|~)$/i.test(text)) return null;
  return /^[-+]?(\d[\d_]*(?:\.\d*)?|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text.replaceAll('_', '')) : text;
}

/** `#` starts a comment at the start of a line or behind a space, outside quotes. */
function withoutComment(line: string): string {
  let quote = '';
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (quote !== '') quote = character === quote ? '' : quote;
    else if ((character === '"' || character === "'") && /[\s:[,{-]/.test(line[at - 1] ?? ' ')) quote = character;
    else if (character === '#' && /^\s?$/.test(line[at - 1] ?? '')) return line.slice(0, at).trimEnd();
  }
  return line.trimEnd();
}
