/** JSON settings as scalars by dotted name. */
import type { Scalar } from './facts';

/** Comments and trailing commas, as editors write them, are allowed; what is no JSON has no names. */
export function readJson(text: string): ReadonlyMap<string, Scalar> {
  const found = new Map<string, Scalar>();
  collect(parsed(text), '', found);
  return found;
}

/** Strings and comments; what is not closed goes to the end, so that no start of one is looked at twice. */
const TOKENS = /("(?:[^"\\]|\\[\s\S])*"?)|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;

export function parsed(text: string): unknown {
  const plain = text.replace(TOKENS, (_, string: string | undefined) => string ?? '').replace(/,(\s*[}\]])/g, '$1');
  try {
    return JSON.parse(plain) as unknown;
  } catch {
    return undefined;
  }
}

const MOST_DEPTH = 12;

function collect(value: unknown, path: string, found: Map<string, Scalar>, depth = 0): void {
  if (typeof value === 'object' && value !== null) {
    if (depth > MOST_DEPTH) return;
    for (const [key, inner] of Object.entries(value))
      collect(inner, path === '' ? key : `${path}.${key}`, found, depth + 1);
    return;
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null)
    found.set(path, value);
}
