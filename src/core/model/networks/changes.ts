/** What is done to a network after it was made, where it is made: `model.add(...)`, `model.fc = ...`, `model[2] = ...`. */
import type { Expr, Name, Node, Stmt } from '../../syntax/ast';
import { ancestors, enclosingFunction, isStatement } from '../../syntax/walk';
import type { Run } from './run';
import { runStatement } from './statements';
import { asKind, type Frame, type Thing } from './things';

const CHANGES = /^(add|add_module|register_module|register_parameter|append|extend|insert|update|build|pop|setattr)$/;

/** Runs the statements that change what the expression made, in order; those in the same function and not in a branch of it. */
export function applyChanges(run: Run, made: Expr, thing: Thing, { file }: Frame): void {
  if (!asKind(thing, 'instance') && !asKind(thing, 'list') && !asKind(thing, 'dict')) return;
  const isKeras = asKind(thing, 'instance')?.library?.startsWith('keras.') === true;
  const around = new Set<Node>(ancestors(made));
  const owner = enclosingFunction(made);
  const statements = new Map<Stmt, Name>();
  for (const use of file.usesOf(made)) {
    if (use.start < made.end || !(isChange(use) || (isKeras && isCalled(use))) || enclosingFunction(use) !== owner)
      continue;
    const statement = statementBelow(use, around);
    if (statement && !statements.has(statement)) statements.set(statement, use);
  }
  for (const [statement, { id }] of [...statements].sort(([a], [b]) => a.start - b.start))
    runStatement(run, statement, { file, names: new Map([[id, thing]]), outer: undefined });
}

function isChange(use: Name): boolean {
  let at: Node = use;
  while ((at.parent?.kind === 'attribute' || at.parent?.kind === 'subscript') && at.parent.value === at) at = at.parent;
  const { parent } = at;
  if (parent?.kind === 'augassign') return parent.target === at;
  if (at !== use && parent?.kind === 'assign') return parent.targets.some((one) => one === at);
  if (at.kind === 'attribute' && parent?.kind === 'call' && parent.func === at) return CHANGES.test(at.attr);
  return parent?.kind === 'argument' && parent.parent?.kind === 'call' && isSetter(parent.parent.func);
}

/** Calling a model of Keras builds it. */
const isCalled = (use: Name): boolean => use.parent?.kind === 'call' && use.parent.func === use;

const isSetter = (callee: Expr): boolean => callee.kind === 'name' && callee.id === 'setattr';

/** The statement around a use that stands in a block which also holds the construction. */
function statementBelow(use: Node, around: ReadonlySet<Node>): Stmt | undefined {
  for (let at: Node | null = use; at; at = at.parent)
    if (isStatement(at) && at.parent && around.has(at.parent)) return around.has(at) ? undefined : at;
  return undefined;
}
