/** Writes the plain tree in one line: `assign(targets=[x], value=call(func=f, args=[argument(value=1)]))`. */
import type { Node, Stmt } from '../../src/core/syntax/ast';
import { parse } from './program';

/** Links, places and what is derived from the rest. */
const LEFT_OUT = new Set(['kind', 'parent', 'start', 'end', 'scope', 'selfBindings']);

export function written(node: Node): string {
  if (node.kind === 'name') return node.id;
  if (node.kind === 'constant') return `${node.bytes ? 'b' : ''}${JSON.stringify(node.value)}`;
  return `${node.kind}(${fields(node)})`;
}

/** Fields that say nothing (null, false, empty) are left out. */
function fields(part: object): string {
  const said = Object.entries(part).flatMap(([key, value]) => {
    const text = LEFT_OUT.has(key) ? '' : valueOf(value);
    return text === '' ? [] : [`${key}=${text}`];
  });
  return said.join(', ');
}

function valueOf(value: unknown): string {
  if (value === null || value === undefined || value === false || value === '') return '';
  if (Array.isArray(value)) return value.length === 0 ? '' : `[${value.map(valueOf).join(', ')}]`;
  if (typeof value !== 'object') return `${value as string | number | true}`;
  return 'kind' in value ? written(value as Node) : `{${fields(value)}}`;
}

/** The statements of a text, written. */
export function statements(text: string): readonly string[] {
  return parse(text).module.body.map(written);
}

/** The one statement of a text. */
export function statement(text: string): string {
  return statements(text).join('; ');
}

/** The expression that is all of a text. */
export function expression(text: string): string {
  const only = parse(text).module.body[0] as Stmt;
  return only.kind === 'exprstmt' ? written(only.value) : `not an expression: ${written(only)}`;
}
