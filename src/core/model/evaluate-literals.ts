/** What literals are worth: constants, sequences, dictionaries and comprehensions. */
import type { Call, Comprehension, Constant, Dict, Expr, FunctionDef, Sequence } from '../syntax/ast';
import { known, number, type Evaluator } from './value-algebra';
import type { PyValue, Value } from './values';

export function constantValue(value: Constant['value']): PyValue {
  if (value === null) return { type: 'none' };
  if (typeof value === 'number') return number(value);
  return typeof value === 'string' ? { type: 'string', value } : { type: 'boolean', value };
}

export function sequenceValue(node: Sequence, evaluator: Evaluator): PyValue {
  let length: number | null = 0;
  for (const item of node.items) {
    const size: number | null = item.kind === 'starred' ? lengthOf(item.parts[0], evaluator) : 1;
    length = length === null || size === null ? null : length + size;
  }
  const plain = node.items.every((item) => item.kind !== 'starred');
  return { type: 'sequence', length, items: plain ? node.items : null };
}

function lengthOf(expression: Expr | undefined, evaluator: Evaluator): number | null {
  const value = expression ? evaluator.value(expression).alternatives : [];
  const only = value.length === 1 ? value[0] : undefined;
  return only?.type === 'sequence' ? only.length : null;
}

export function dictValue(node: Dict, evaluator: Evaluator): PyValue {
  const entries = new Map<string, Expr>();
  let complete = true;
  for (const { key, value } of node.entries) {
    if (key === null) {
      const inner = evaluator.value(value).alternatives;
      const only = inner.length === 1 ? inner[0] : undefined;
      if (only?.type === 'dict') for (const [name, one] of only.entries) entries.set(name, one);
      complete &&= only?.type === 'dict' && only.complete;
      continue;
    }
    const name = evaluator.value(key).alternatives[0];
    if (name?.type === 'string') entries.set(name.value, value);
    else complete = false;
  }
  return { type: 'dict', entries, complete };
}

/** Only the length: the product of what is iterated, unknown when elements are filtered. */
export function comprehensionValue(node: Comprehension, evaluator: Evaluator): PyValue {
  let length: number | null = node.clauses.length > 0 ? 1 : null;
  for (const clause of node.clauses) {
    const size = clause.conditions.length > 0 ? null : lengthOf(clause.iter, evaluator);
    length = length === null || size === null ? null : length * size;
  }
  return { type: 'sequence', length, items: null };
}

/** What a call leaves for `**kwargs` of a function: keywords that no other parameter takes. */
export function keywordsLeft(call: Call, owner: FunctionDef): Value {
  const named = new Set(owner.params.map(({ name, star }) => (star === '' ? name : '')));
  const entries = new Map<string, Expr>();
  for (const { name, value } of call.args) if (name !== null && !named.has(name)) entries.set(name, value);
  const complete = call.args.every(({ star }) => star !== '**');
  return known({ type: 'dict', entries, complete }, call);
}
