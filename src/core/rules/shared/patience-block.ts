/** Ends a loop over epochs when the user's own best score has not been beaten for some epochs. */
import { insertAfter, insertBefore } from '../../fixes/edits';
import { endOfLines } from '../../fixes/lines-of';
import type { Model } from '../../model/model';
import { calleeName } from '../../model/traverse';
import { textOf } from '../../model/torch/modules';
import { mentionsAny } from '../../model/torch/scores';
import type { Assign, Compare, Expr, For, If, Stmt } from '../../syntax/ast';
import { blocks } from '../../syntax/walk';
import type { TextEdit } from '../../text/span';

/**
 * How the best score is kept. `branch`: `if acc > best: best = acc`. `flag`: `is_best = acc > best`. `extreme`:
 * `best = max(best, acc)`. `isBetter` is a condition that is true when the epoch was better, before the update.
 */
export type BestUpdate =
  | { readonly kind: 'branch'; readonly statement: If; readonly update: Assign; readonly metric: string }
  | { readonly kind: 'flag'; readonly statement: Assign; readonly isBetter: string; readonly metric: string }
  | { readonly kind: 'extreme'; readonly statement: Assign; readonly isBetter: string; readonly metric: string };

/** The first place in the loop, outside inner loops, where a score of the validation is compared with the best so far. */
export function bestUpdate(model: Model, epoch: For, scores: ReadonlySet<string>): BestUpdate | undefined {
  const found = statementsOf(epoch.body).flatMap((statement) => updateOf(model, statement, scores) ?? []);
  return found.find((one) => one.kind === 'branch') ?? found.find((one) => one.kind === 'flag') ?? found[0];
}

/** Statements of a block and of the `if`, `with` and `try` in it. */
function statementsOf(block: readonly Stmt[]): readonly Stmt[] {
  return block.flatMap((statement) => {
    const inner = ['if', 'with', 'try'].includes(statement.kind) ? blocks(statement) : [];
    return [statement, ...inner.flatMap(statementsOf)];
  });
}

function updateOf(model: Model, statement: Stmt, scores: ReadonlySet<string>): BestUpdate | undefined {
  if (statement.kind === 'if') return branchOf(model, statement, scores);
  if (statement.kind !== 'assign' || statement.targets.length !== 1) return undefined;
  const [target] = statement.targets;
  if (statement.value?.kind === 'compare' && target) return flagOf(model, statement, statement.value, scores);
  return extremeOf(model, statement, scores);
}

function branchOf(model: Model, statement: If, scores: ReadonlySet<string>): BestUpdate | undefined {
  if (statement.test.kind !== 'compare' || statement.isElif) return undefined;
  const sides = sidesOf(model, statement.test, scores);
  if (!sides) return undefined;
  const update = statement.body.find(
    (one): one is Assign => one.kind === 'assign' && one.targets.some((target) => textOf(model, target) === sides.best),
  );
  return update && { kind: 'branch', statement, update, metric: sides.metric };
}

/** The score and the best so far, whichever way round they are compared. */
function sidesOf(
  model: Model,
  test: Compare,
  scores: ReadonlySet<string>,
): { metric: string; best: string } | undefined {
  const [left, right, ...more] = test.operands;
  if (!left || !right || more.length > 0 || !/^[<>]=?$/.test(test.ops[0] ?? '')) return undefined;
  const [a, b] = [isBest(model, left), isBest(model, right)];
  if (a === b) return undefined;
  const [best, metric] = a ? [left, right] : [right, left];
  return isScore(model, metric, scores) ? { metric: textOf(model, metric), best: textOf(model, best) } : undefined;
}

const BEST = /best|min_|_min|max_|_max|lowest|highest|record/i;
const SCORE_NAME = /(^|[^a-z])(val|valid|validation|test|dev|eval)(?![a-z])/i;

function isBest(model: Model, expression: Expr): boolean {
  const path = ['name', 'attribute', 'subscript'].includes(expression.kind);
  return path && BEST.test(textOf(model, expression));
}

function isScore(model: Model, expression: Expr, scores: ReadonlySet<string>): boolean {
  return mentionsAny(model, expression, scores) || SCORE_NAME.test(textOf(model, expression));
}

function flagOf(model: Model, statement: Assign, test: Compare, scores: ReadonlySet<string>): BestUpdate | undefined {
  const sides = sidesOf(model, test, scores);
  const target = statement.targets[0];
  if (!sides || target?.kind !== 'name') return undefined;
  return { kind: 'flag', statement, isBetter: target.id, metric: sides.metric };
}

/** `best = max(best, acc)`, `best_loss = min(loss, best_loss)`. */
function extremeOf(model: Model, statement: Assign, scores: ReadonlySet<string>): BestUpdate | undefined {
  const { value, targets } = statement;
  if (value?.kind !== 'call' || value.func.kind !== 'name' || value.args.length !== 2 || !targets[0]) return undefined;
  const name = calleeName(value);
  if (name !== 'max' && name !== 'min') return undefined;
  const best = textOf(model, targets[0]);
  const others = value.args.filter((one) => one.star === '' && one.name === null && textOf(model, one) !== best);
  const [metric] = others;
  if (others.length !== 1 || !metric || !isScore(model, metric.value, scores)) return undefined;
  const written = textOf(model, metric);
  return { kind: 'extreme', statement, isBetter: `${written} ${name === 'max' ? '>' : '<'} ${best}`, metric: written };
}

/** Undefined where statements share lines, or where the loop has an `else` that would no longer run. */
export function patienceEdits(
  model: Model,
  epoch: For,
  update: BestUpdate,
  { unit, patience }: { readonly unit: 'epochs' | 'validations'; readonly patience: number },
): TextEdit[] | undefined {
  if (epoch.orelse.length > 0) return undefined;
  const counter = freeName(model, `${unit}_without_improvement`);
  const start = insertBefore(model.program, epoch, `${counter} = 0`);
  const count =
    update.kind === 'branch'
      ? branchEdits(model, epoch, update, { counter, patience })
      : flatEdits(model, epoch, update, { counter, patience });
  return start && count && [...start, ...count];
}

interface Count {
  readonly counter: string;
  readonly patience: number;
}

const check = ({ counter, patience }: Count): string => `if ${counter} >= ${patience}:\n    break`;

function branchEdits(
  model: Model,
  epoch: For,
  { statement, update }: Extract<BestUpdate, { kind: 'branch' }>,
  count: Count,
): TextEdit[] | undefined {
  const { program } = model;
  const reset = insertAfter(program, update, `${count.counter} = 0`);
  const [other, last] = [statement.orelse.at(-1), epoch.body.at(-1)];
  if (!reset || !last || (other?.kind === 'if' && other.isElif)) return undefined;
  const anchor = other ?? statement;
  const step = `${count.counter} += 1`;
  const shared = endOfLines(program.text, anchor) === endOfLines(program.text, last);
  const lines = shared ? `${step}\n${check(count)}` : step;
  const counted = insertAfter(program, anchor, other ? lines : `else:\n${indented(lines)}`);
  const left = shared ? [] : insertAfter(program, last, check(count));
  return counted && left && [...reset, ...counted, ...left];
}

const indented = (lines: string): string =>
  lines
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');

function flatEdits(
  model: Model,
  epoch: For,
  update: Exclude<BestUpdate, { kind: 'branch' }>,
  count: Count,
): TextEdit[] | undefined {
  const { program } = model;
  const last = epoch.body.at(-1);
  const line = `${count.counter} = 0 if ${update.isBetter} else ${count.counter} + 1`;
  if (!last) return undefined;
  const shared = endOfLines(program.text, update.statement) === endOfLines(program.text, last);
  if (update.kind === 'flag' && shared) return insertAfter(program, last, `${line}\n${check(count)}`);
  const place = update.kind === 'flag' ? insertAfter : insertBefore;
  const counted = place(program, update.statement, line);
  const left = insertAfter(program, last, check(count));
  return counted && left && [...counted, ...left];
}

function freeName(model: Model, wanted: string): string {
  let name = wanted;
  for (let count = 2; model.program.mentions(name); count += 1) name = `${wanted}_${count}`;
  return name;
}
