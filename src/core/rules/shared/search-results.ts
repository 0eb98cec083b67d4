/** Whether a search's `cv_results_` is drawn as a full grid, which needs every cell to have been fitted. */
import type { Call, Node } from '../../syntax/ast';
import { enclosing, statementOf } from '../../syntax/walk';
import type { Model } from '../../model/model';
import { calleeName, callsIn } from '../../model/traverse';

/** Calls that only make sense when the results cover the whole grid. */
const SHAPES = new Set([
  'reshape',
  'pivot',
  'pivot_table',
  'unstack',
  'heatmap',
  'imshow',
  'matshow',
  'pcolormesh',
  'contourf',
]);

const MAXIMUM_STEPS = 3;

export function drawsWholeGrid(model: Model, search: Call): boolean {
  return model
    .usesOf(search)
    .some((use) => use.parent?.kind === 'attribute' && use.parent.attr === 'cv_results_' && isShaped(model, use, 0));
}

/** The statement around `node` shapes its value, or a later statement shapes what it assigns. */
function isShaped(model: Model, node: Node, steps: number): boolean {
  const statement = statementOf(node);
  if (!statement || steps > MAXIMUM_STEPS || enclosing(node, 'class') === statement) return false;
  for (const call of callsIn(statement)) if (SHAPES.has(calleeName(call))) return true;
  if (statement.kind !== 'assign' || !statement.value) return false;
  return model.usesOf(statement.value).some((use) => statementOf(use) !== statement && isShaped(model, use, steps + 1));
}
