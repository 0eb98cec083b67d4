/** Reads YAML with the `yaml` package. A bundle of its own, because the parser is large and only sweeps need it. */
import { isAlias, isMap, isPair, isScalar, isSeq, parseDocument, type Node } from 'yaml';
import type { YamlEntry, YamlNode, YamlReader } from '../core/text/yaml';

export const readYaml: YamlReader = (text) => {
  const document = parseDocument(text, { logLevel: 'error', prettyErrors: false, uniqueKeys: false });
  return document.errors.length > 0 ? undefined : (plain(document.contents) ?? undefined);
};

/** Null for an alias and for what has no place. */
function plain(node: unknown): YamlNode | null {
  if (isAlias(node)) return null;
  if (isMap(node)) {
    const entries = node.items.flatMap((pair): YamlEntry[] => {
      if (!isPair(pair) || !isScalar(pair.key)) return [];
      const keySpan = spanOf(pair.key);
      return keySpan ? [{ key: String(pair.key.value), keySpan, value: plain(pair.value) }] : [];
    });
    const span = spanOf(node);
    return span && { kind: 'map', span, flow: node.flow === true, entries };
  }
  if (isSeq(node)) {
    const items = node.items.map(plain);
    const span = spanOf(node);
    return span && { kind: 'list', span, items: items.map((one) => one ?? { kind: 'scalar', span, value: null }) };
  }
  if (!isScalar(node)) return null;
  const span = spanOf(node);
  const { value } = node;
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return span && { kind: 'scalar', span, value: isPlain ? value : null };
}

/** `range` is start, end of the value and end of the node with what follows it. */
function spanOf(node: Node): { start: number; end: number } | null {
  return node.range ? { start: node.range[0], end: node.range[1] } : null;
}
