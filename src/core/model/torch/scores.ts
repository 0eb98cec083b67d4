/** What measures a model's quality in a loop, and which names hold the scores. */
import type { Assign, Call, Expr, Node } from '../../syntax/ast';
import { descend, descendRunning, statementOf } from '../../syntax/walk';
import type { Model } from '../model';
import { calleeName } from '../traverse';
import { textOf } from './modules';

export const running = (node: Node): readonly Node[] => [...descendRunning(node)];

/** Something is summed up, collected or updated over the batches. */
export function measures(node: Node): boolean {
  return running(node).some((one) => one.kind === 'augassign' || (one.kind === 'call' && collector(one) !== undefined));
}

const COLLECTS = /^(append|update|extend|add|add_batch|item)$/;
const METRIC = /metric|meter|evaluator|(^|[._])(acc|accuracy|auc|iou|miou|dice|f1|score)\w*$/i;

/** What a call adds a batch to: a list, a meter, a metric of torchmetrics, MONAI or evaluate. */
export function collector({ func, parent }: Call): Expr | undefined {
  if (func.kind === 'attribute' && COLLECTS.test(func.attr)) return func.value;
  const isStatement = parent?.kind === 'exprstmt';
  return isStatement && METRIC.test(func.kind === 'name' ? func.id : func.kind === 'attribute' ? func.attr : '')
    ? func
    : undefined;
}

/** Names that change in a loop over evaluation data. */
export function accumulated(model: Model, loop: Node): readonly string[] {
  return running(loop).flatMap((node) => {
    if (node.kind === 'augassign') return [textOf(model, node.target)];
    const collected = node.kind === 'call' ? collector(node) : undefined;
    return collected ? [textOf(model, collected)] : [];
  });
}

/** Names that an evaluation call is assigned to. */
export function bound(model: Model, call: Call): readonly string[] {
  const statement = statementOf(call);
  return statement?.kind === 'assign' ? targetsOf(model, statement) : [];
}

function targetsOf(model: Model, { targets }: Assign): readonly string[] {
  return targets.flatMap((target) => leaves(target)).map((one) => textOf(model, one));
}

function leaves(target: Expr): readonly Expr[] {
  return target.kind === 'tuple' || target.kind === 'list' ? target.items.flatMap(leaves) : [target];
}

const MAX_ROUNDS = 3;

/** Names computed from the scores: `val_acc = correct / total`. */
export function spread(model: Model, epoch: Node, found: Set<string>): ReadonlySet<string> {
  const assigns = running(epoch).filter((node): node is Assign => node.kind === 'assign' && node.value !== null);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const before = found.size;
    for (const assign of assigns) {
      if (assign.value && mentionsAny(model, assign.value, found))
        for (const one of targetsOf(model, assign)) found.add(one);
    }
    if (found.size === before) break;
  }
  return found;
}

/** True when a name or attribute in the expression is among the texts. */
export function mentionsAny(model: Model, expression: Expr, texts: ReadonlySet<string>): boolean {
  for (const node of descend(expression)) {
    if (
      (node.kind === 'name' || node.kind === 'attribute' || node.kind === 'subscript') &&
      texts.has(textOf(model, node))
    )
      return true;
  }
  return false;
}

/** What a call is assigned to is told apart as better or worse: `if error < best`, `max(best, f1)`. */
export function isCompared(model: Model, call: Call, epoch: Node): boolean {
  const names = new Set(bound(model, call));
  if (names.size === 0) return false;
  const isScore = (one: Expr): boolean =>
    (one.kind === 'name' || one.kind === 'attribute' || one.kind === 'subscript') && mentionsAny(model, one, names);
  return running(epoch).some((node) => {
    if (node.kind === 'compare') return node.ops.some((op) => /^[<>]=?$/.test(op)) && node.operands.some(isScore);
    return (
      node.kind === 'call' && /^(min|max)$/.test(calleeName(node)) && node.args.some(({ value }) => isScore(value))
    );
  });
}
