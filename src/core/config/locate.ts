/** Finds where a key is written in a TOML text, for a diagnostic; the text is known to be valid. */

/** The offset of the last key of `path`; the deepest table on the way when it is not found, null when none is. */
export function locateKey(text: string, path: readonly string[]): number | null {
  let table: readonly string[] = [];
  let best: { readonly depth: number; readonly offset: number } | null = null;
  for (const line of text.matchAll(
    /^[ \t]*(?:\[\[?([^\]\r\n]+)\]\]?|((?:"[^"\r\n]*"|'[^'\r\n]*'|[\w.\- \t])+?)[ \t]*=)/gm,
  )) {
    const [whole, header, key] = line;
    const start = line.index + whole.search(/[^\s[]/);
    if (header !== undefined) table = parts(header);
    const here = header === undefined ? [...table, ...parts(key ?? '')] : table;
    const depth = sharedDepth(here, path);
    if (depth < here.length || depth === 0) continue;
    if (depth === path.length) return start;
    const inline = key === undefined ? undefined : inlineKey(text, line.index + whole.length, path[depth]);
    if (inline !== undefined) return inline;
    if (!best || depth > best.depth) best = { depth, offset: start };
  }
  return best?.offset ?? null;
}

/** `rule = { severity = "off" }`: a key in the rest of the line. */
function inlineKey(text: string, from: number, key: string | undefined): number | undefined {
  const line = /[^\r\n]*/.exec(text.slice(from))?.[0] ?? '';
  if (key === undefined || !line.trimStart().startsWith('{')) return undefined;
  for (const match of line.matchAll(/([\w-]+|"[^"]*"|'[^']*')\s*=/g)) {
    if (unquoted(match[1] ?? '') === key) return from + match.index;
  }
  return undefined;
}

function sharedDepth(here: readonly string[], path: readonly string[]): number {
  let depth = 0;
  while (depth < here.length && here[depth] === path[depth]) depth += 1;
  return depth;
}

function parts(dotted: string): string[] {
  return (dotted.match(/"[^"]*"|'[^']*'|[^.\s]+/g) ?? []).map(unquoted);
}

function unquoted(key: string): string {
  return /^["']/.test(key) ? key.slice(1, -1) : key;
}
