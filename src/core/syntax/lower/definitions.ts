/** Turns functions and classes into the plain tree, with the scopes that they open. */
import type { Expr, ClassDef, FunctionDef, Stmt } from '../ast';
import { fieldOf, partsOf, type RawNode } from '../raw';
import { finish, sourceOf, type Builder } from './builder';
import { lowerArguments, lowerParameters } from './calls';
import { lowerAll, block, span } from './common';
import { selfBindingsOf } from './bindings';
import { LocalScope } from './scope';

export function functionDefinition(builder: Builder, raw: RawNode): Stmt {
  return lowerFunction(builder, raw, raw, []);
}

export function classDefinition(builder: Builder, raw: RawNode): Stmt {
  return lowerClass(builder, raw, raw, []);
}

export function decorated(builder: Builder, raw: RawNode): Stmt | undefined {
  const definition = fieldOf(raw, 'definition');
  const marks = raw.children.filter((child) => child.type === 'decorator').flatMap((child) => partsOf(child));
  const decorators = lowerAll(builder, marks);
  if (definition?.type === 'class_definition') return lowerClass(builder, definition, raw, decorators);
  return definition ? lowerFunction(builder, definition, raw, decorators) : undefined;
}

function lowerFunction(builder: Builder, raw: RawNode, whole: RawNode, decorators: readonly Expr[]): FunctionDef {
  const list = fieldOf(raw, 'parameters');
  const scope = new LocalScope('function', builder.index);
  const node = finish<FunctionDef>(builder, {
    kind: 'function',
    ...span(whole),
    name: sourceOf(builder, fieldOf(raw, 'name')),
    decorators,
    params: list ? lowerParameters(builder, list) : [],
    body: block(builder, fieldOf(raw, 'body')),
    scope,
  });
  scope.owner = node;
  return node;
}

function lowerClass(builder: Builder, raw: RawNode, whole: RawNode, decorators: readonly Expr[]): ClassDef {
  const list = fieldOf(raw, 'superclasses');
  const scope = new LocalScope('class', builder.index);
  let bindings: ReturnType<typeof selfBindingsOf> | undefined;
  const node = finish<ClassDef>(builder, {
    kind: 'class',
    ...span(whole),
    name: sourceOf(builder, fieldOf(raw, 'name')),
    decorators,
    bases: list ? lowerArguments(builder, list) : [],
    body: block(builder, fieldOf(raw, 'body')),
    scope,
    selfBindings: NO_BINDINGS,
  });
  Object.defineProperty(node, 'selfBindings', { get: () => (bindings ??= selfBindingsOf(node)), enumerable: true });
  scope.owner = node;
  return node;
}

const NO_BINDINGS: ClassDef['selfBindings'] = new Map();
