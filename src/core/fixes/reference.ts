/** How a library object is written at one place of a file, given what the file imports and how. */
import type { Binding, Import, ImportFrom, Node, Scope } from '../syntax/ast';
import type { Program } from '../syntax/program';
import { ancestors } from '../syntax/walk';
import type { ImportNeed } from '../rules/rule';
import { customaryAlias, isUsedWhole, reaches, spellings } from './packages';
import { importedModules } from '../syntax/imported-modules';

export interface Reference {
  /** What to write: `keras.callbacks.EarlyStopping`, `EarlyStopping`. */
  readonly expression: string;
  readonly imports: readonly ImportNeed[];
}

/** A name that an import binds, as seen from one place. `path` is what it stands for. */
interface Imported {
  readonly name: string;
  readonly path: string;
  /** What `import a.b` loads besides what it binds; equal to `path` otherwise. */
  readonly loads: string;
}

/**
 * `dotted` is an importable path (`keras.callbacks.EarlyStopping`) or the model's canonical name. `at` is any node where
 * the expression will stand; names that are bound to something else there are not used.
 */
export function reference(program: Program, dotted: string, at: Node): Reference {
  const place = scopesAt(at);
  const paths = spellings(dotted);
  const imported = importedNames(program, at, place);
  return (
    exact(imported, paths) ??
    fromSibling(program, paths, { at, place }) ??
    throughModule(imported, paths) ??
    fresh(bestSpelling(program, paths), place)
  );
}

function exact(imported: readonly Imported[], paths: readonly string[]): Reference | undefined {
  const found = imported.find((one) => paths.includes(one.path));
  return found && { expression: found.name, imports: [] };
}

/** `from keras.callbacks import ModelCheckpoint` shows how this file likes to write its neighbours. */
function fromSibling(program: Program, paths: readonly string[], from: Where): Reference | undefined {
  for (const statement of program.imports) {
    if (statement.kind !== 'importfrom' || statement.level > 0 || !isVisible(statement, from.at)) continue;
    const path = paths.find((one) => moduleOf(one) === statement.module);
    if (path === undefined || (isUsedWhole(statement.module) && isLowerCase(leaf(path)))) continue;
    if (isFree(leaf(path), from.place)) return named(path);
  }
  return undefined;
}

interface Where {
  readonly at: Node;
  readonly place: readonly Scope[];
}

/** How much of a path is left to write: an import of `keras` is nearer to its classes than one of `tensorflow`. */
const left = (path: string, one: Imported): number => path.length - one.path.length;

function throughModule(imported: readonly Imported[], paths: readonly string[]): Reference | undefined {
  let best: { readonly one: Imported; readonly path: string } | undefined;
  for (const one of imported) {
    const path = paths.find(
      (candidate) =>
        reaches(one.path, candidate) || (candidate.startsWith(`${one.path}.`) && reaches(one.loads, candidate)),
    );
    if (path !== undefined && (!best || left(path, one) < left(best.path, best.one))) best = { one, path };
  }
  return best && { expression: best.one.name + best.path.slice(best.one.path.length), imports: [] };
}

/** Nothing to build on: an import of its own, in the customary form. */
function fresh(path: string, place: readonly Scope[]): Reference {
  const module = moduleOf(path);
  const root = path.split('.')[0] ?? path;
  if (module === '') return whole(path, place);
  if (isUsedWhole(root) && isLowerCase(leaf(path))) {
    const reference = whole(root, place);
    return { ...reference, expression: reference.expression + path.slice(root.length) };
  }
  if (isFree(leaf(path), place)) return named(path);
  const alias = freeName(capitalised(root) + leaf(path), place);
  return { expression: alias, imports: [{ from: module, name: leaf(path), alias }] };
}

function whole(module: string, place: readonly Scope[]): Reference {
  const customary = customaryAlias(module) ?? module;
  const name = freeName(customary, place);
  const need: ImportNeed = name === module ? { from: null, name: module } : { from: null, name: module, alias: name };
  return { expression: name, imports: [need] };
}

function named(path: string): Reference {
  return { expression: leaf(path), imports: [{ from: moduleOf(path), name: leaf(path) }] };
}

/** The spelling whose package the file's imports agree with most; the preferred one on a tie. */
function bestSpelling(program: Program, paths: readonly string[]): string {
  const modules = importedModules(program);
  const score = (path: string): number => Math.max(0, ...modules.map((module) => sharedParts(module, path)));
  return paths.reduce((best, path) => (score(path) > score(best) ? path : best), paths[0] ?? '');
}

function sharedParts(a: string, b: string): number {
  const [left, right] = [a.split('.'), b.split('.')];
  let shared = 0;
  while (shared < left.length && left[shared] === right[shared]) shared += 1;
  return shared;
}

/** Every import name that is visible at a place and that nothing but imports binds there. */
function importedNames(program: Program, at: Node, place: readonly Scope[]): Imported[] {
  const found: Imported[] = [];
  for (const statement of program.imports) {
    if (!isVisible(statement, at)) continue;
    for (const one of namesOf(statement)) if (isOnlyImported(one, place)) found.push(one);
  }
  return found;
}

function namesOf(statement: Import | ImportFrom): Imported[] {
  if (statement.kind === 'importfrom') {
    if (statement.level > 0) return [];
    return statement.names.map(({ name, alias }) => {
      const path = `${statement.module}.${name}`;
      return { name: alias ?? name, path, loads: path };
    });
  }
  return statement.names.map(({ name, alias }) => {
    if (alias !== null) return { name: alias, path: name, loads: name };
    const root = name.split('.')[0] ?? name;
    return { name: root, path: root, loads: name };
  });
}

/** Imports in an enclosing function, or at module level before the place unless that runs later, in a function. */
function isVisible(statement: Import | ImportFrom, at: Node): boolean {
  const around = [...ancestors(at)];
  const owner = functionOf(statement);
  if (owner) return around.includes(owner) && statement.end <= at.start;
  if ([...ancestors(statement)].some((one) => one.kind === 'class')) return false;
  return statement.end <= at.start || around.some((one) => one.kind === 'function');
}

function functionOf(node: Node): Node | undefined {
  return [...ancestors(node)].find((one) => one.kind === 'function');
}

/** The scopes in which a name is looked up at a place, innermost first. */
function scopesAt(at: Node): Scope[] {
  const scopes: Scope[] = [];
  for (const node of [at, ...ancestors(at)]) {
    if (node.kind === 'function' || node.kind === 'module') scopes.push(node.scope);
    else if (node.kind === 'class' && scopes.length === 0) scopes.push(node.scope);
  }
  return scopes;
}

function bindingsOf(name: string, place: readonly Scope[]): readonly Binding[] {
  for (const scope of place) {
    const found = scope.bindings(name);
    if (found.length > 0) return found;
  }
  return [];
}

function isFree(name: string, place: readonly Scope[]): boolean {
  return bindingsOf(name, place).length === 0;
}

/** `try: from tensorflow import keras / except: import keras` binds one name twice; any other rebinding is a stranger. */
function isOnlyImported(one: Imported, place: readonly Scope[]): boolean {
  return bindingsOf(one.name, place).every(
    (binding) => binding.kind === 'import' && binding.imported !== null && areTwins(binding.imported, one.path),
  );
}

function areTwins(a: string, b: string): boolean {
  return a === b || spellings(`${a}.x`).includes(`${b}.x`);
}

function freeName(wanted: string, place: readonly Scope[]): string {
  let name = wanted;
  for (let count = 2; !isFree(name, place); count += 1) name = `${wanted}_${count}`;
  return name;
}

const leaf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);
const moduleOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('.')));
const isLowerCase = (name: string): boolean => /^[a-z_]/.test(name);
const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
