/** What is done to a network after it was made, where it is made: `model.add(...)`, `model.fc = ...`, `model[2] = ...`. */
import type { Expr, FunctionDef, Name, Node, Stmt } from '../../syntax/ast';
import { ancestors, enclosingFunction, isStatement } from '../../syntax/walk';
import type { Model } from '../model';
import { fileFrame } from './plain-values';
import type { Run } from './run';
import { runStatement } from './statements';
import { asKind, type Frame, type Thing } from './things';

const CHANGES =
  /^(add|add_module|register_module|register_parameter|append|extend|insert|update|build|pop|setattr|add_argument|set_defaults)$/;

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
  if (asKind(thing, 'dict')) registerAll(run, made, file);
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

/** Classes and functions that a decorator puts into a table: `@register("basic")`. */
function registerAll(run: Run, table: Expr, file: Model): void {
  const makers = new Set(file.usesOf(table).flatMap((use) => outermost(use)?.name ?? []));
  if (makers.size === 0) return;
  for (const definition of file.program.module.body) {
    if (definition.kind !== 'class' && definition.kind !== 'function') continue;
    for (const decorator of definition.decorators) {
      const maker = decorator.kind === 'call' ? decorator.func : decorator;
      if (maker.kind !== 'name' || !makers.has(maker.id)) continue;
      const frame: Frame = fileFrame(file);
      const thing: Thing =
        definition.kind === 'class'
          ? { is: 'class', definition, frame }
          : { is: 'function', definition, frame, self: undefined, owner: undefined };
      run.call(run.evaluate(decorator, frame), { plain: [thing], named: new Map(), complete: true });
    }
  }
}

function outermost(use: Node): FunctionDef | undefined {
  const functions = [...ancestors(use)].filter((one) => one.kind === 'function');
  return functions.at(-1);
}
