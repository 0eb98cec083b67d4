/** Moves the statement that loads a model in front of the loop that it stands in. */
import { chained } from '../../model/inference/loads';
import type { Model } from '../../model/model';
import type { Call, Node } from '../../syntax/ast';
import { statementOf } from '../../syntax/walk';
import type { Fix } from '../rule';
import { hoistedStatement } from './hoist-statement';

export function hoistFixes(model: Model, call: Call, loop: Node): Fix[] {
  if (loop.kind !== 'for' && loop.kind !== 'while') return [];
  const statement = statementOf(call);
  if (statement?.kind !== 'assign' || statement.value !== chained(call)) return [];
  const [target, ...rest] = statement.targets;
  const edits =
    target?.kind === 'name' && rest.length === 0 ? hoistedStatement(model, statement, target.id, loop) : undefined;
  if (!edits) return [];
  return [
    {
      title: 'Move the load in front of the loop',
      safety: 'review',
      reason: 'Every iteration then uses the same object, so what one of them changes in it stays changed.',
      edits,
      imports: [],
    },
  ];
}
