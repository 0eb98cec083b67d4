/** A YAML document as plain data with places; the parser itself is handed in, because it is large and seldom needed. */
import type { Span } from './span';

export type YamlNode =
  | { readonly kind: 'map'; readonly span: Span; readonly flow: boolean; readonly entries: readonly YamlEntry[] }
  | { readonly kind: 'list'; readonly span: Span; readonly items: readonly YamlNode[] }
  | { readonly kind: 'scalar'; readonly span: Span; readonly value: string | number | boolean | null };

export interface YamlEntry {
  readonly key: string;
  readonly keySpan: Span;
  /** Null for an empty value, and for one that is no plain data (an alias, a custom tag). */
  readonly value: YamlNode | null;
}

/** Undefined for a text that is no single YAML document without errors. */
export type YamlReader = (text: string) => YamlNode | undefined;

export function yamlValue(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return node?.kind === 'map' ? (node.entries.find((one) => one.key === key)?.value ?? undefined) : undefined;
}

export function hasKey(node: YamlNode, key: string): boolean {
  return node.kind === 'map' && node.entries.some((one) => one.key === key);
}

/** The `#` comments of a YAML text: behind white space or at the start of a line, outside quotes on that line. */
export function yamlComments(text: string): Span[] {
  const comments: Span[] = [];
  for (const match of text.matchAll(/^(?:[^\n\r#"']|"[^"\n\r]*"|'[^'\n\r]*'|(?<=\S)#)*?(?<=^|[ \t])(#[^\n\r]*)/gm)) {
    const end = match.index + match[0].length;
    comments.push({ start: end - (match[1]?.length ?? 0), end });
  }
  return comments;
}
