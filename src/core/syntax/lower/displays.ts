/** Turns lists, tuples, sets, dictionaries and comprehensions into the plain tree. */
import type { Comprehension, ComprehensionClause, Dict, DictEntry, Expr, Sequence } from '../ast';
import { fieldOf, partsOf, type RawNode } from '../raw';
import { finish, type Builder } from './builder';
import { lowerAll, lowerExpression, opaque, type Expression, span } from './common';

export const sequence =
  (kind: Sequence['kind']): Expression =>
  (builder, raw) =>
    finish<Sequence>(builder, { kind, ...span(raw), items: lowerAll(builder, partsOf(raw)) });

export function dictionary(builder: Builder, raw: RawNode): Expr {
  const entries = partsOf(raw).flatMap((part): DictEntry[] => {
    if (part.type === 'pair') return pair(builder, part);
    const inner = part.type === 'dictionary_splat' ? partsOf(part)[0] : part;
    return inner ? [{ key: null, value: lowerExpression(builder, inner) }] : [];
  });
  return finish<Dict>(builder, { kind: 'dict', ...span(raw), entries });
}

function pair(builder: Builder, raw: RawNode): DictEntry[] {
  const key = fieldOf(raw, 'key');
  const value = fieldOf(raw, 'value');
  return key && value ? [{ key: lowerExpression(builder, key), value: lowerExpression(builder, value) }] : [];
}

export const comprehension =
  (of: Comprehension['of']): Expression =>
  (builder, raw) => {
    const body = fieldOf(raw, 'body') ?? raw.children[0];
    const isPair = body?.type === 'pair';
    const key = body && isPair ? fieldOf(body, 'key') : undefined;
    const element = body && isPair ? fieldOf(body, 'value') : body;
    return finish<Comprehension>(builder, {
      kind: 'comprehension',
      ...span(raw),
      of,
      element: element ? lowerExpression(builder, element) : opaque(builder, raw),
      key: key ? lowerExpression(builder, key) : null,
      clauses: lowerClauses(builder, raw),
    });
  };

function lowerClauses(builder: Builder, raw: RawNode): ComprehensionClause[] {
  const clauses: { target: Expr; iter: Expr; conditions: Expr[] }[] = [];
  for (const child of raw.children) {
    if (child.type === 'for_in_clause') {
      const target = fieldOf(child, 'left');
      const iter = fieldOf(child, 'right');
      if (target && iter) {
        clauses.push({
          target: lowerExpression(builder, target),
          iter: lowerExpression(builder, iter),
          conditions: [],
        });
      }
    }
    if (child.type === 'if_clause') clauses.at(-1)?.conditions.push(...lowerAll(builder, partsOf(child)));
  }
  return clauses;
}
