/** One open text with its tree and its lowered statements; after an edit only what the edit touched is lowered again. */
import type { Parser, Tree, TreeCursor } from 'web-tree-sitter';
import type { Module, Node, Stmt } from './ast';
import { DocumentIndex } from './document-index';
import { indexProgram } from './index-program';
import { unitOf, type Builder, type Lowerings } from './lower/builder';
import { ModuleScope } from './lower/scope';
import { lowerAnyExpression } from './lower/expressions';
import { lowerStatement } from './lower/statements';
import type { Program } from './program';
import { Tracker } from './tracker';
import { trackedProgram } from './tracked-program';
import { copyStatement, type FindUnit, type Walk } from './raw';
import { changedSpan, freeAll, ORIGIN, placeAt, planReuse, toEdit, type Region, type Reuse } from './reuse';
import { openUnit, type Unit } from './unit';
import { keyOf, UnitPool } from './unit-pool';

const lowerings: Lowerings = { expression: lowerAnyExpression, statement: lowerStatement };

/** Invariant: exactly one live tree; every replaced tree, and every cursor, is deleted at once. */
export class SyntaxDocument {
  readonly #parser: Parser;
  readonly #module: Module;
  #index = new DocumentIndex();
  #text: string;
  /** Where the last edit was. */
  #edited = ORIGIN;
  #tree: Tree;
  #units: readonly Unit[] = [];
  #program: Program | undefined;
  #body: readonly Stmt[] = [];
  #tracked: { readonly tracker: Tracker; readonly program: Program } | undefined;

  constructor(parser: Parser, text: string) {
    this.#parser = parser;
    this.#text = text;
    this.#tree = parse(parser, text, null);
    const scope = new ModuleScope(() => ({
      module: this.#module,
      body: this.#body,
      index: this.#index,
      tracker: this.#tracked?.tracker,
    }));
    const body = (): readonly Stmt[] => {
      this.#tracked?.tracker.readAll();
      return this.#body;
    };
    this.#module = {
      kind: 'module',
      start: 0,
      end: text.length,
      parent: null,
      get body() {
        return body();
      },
      scope,
    };
    this.#lower(freeAll([]), '');
  }

  get text(): string {
    return this.#text;
  }

  /** The program of the current text; valid until the next `update`. */
  get program(): Program {
    this.#program ??= indexProgram(this.#text, this.#module, this.#index, this.#units);
    return this.#program;
  }

  /**
   * The program of whatever text there is at the time, whose look-ups are noted in its tracker. Both are made anew when all
   * that was read from them is void.
   */
  get tracked(): { readonly tracker: Tracker; readonly program: Program } {
    this.#tracked ??= this.#startTracking();
    return this.#tracked;
  }

  #startTracking(): { readonly tracker: Tracker; readonly program: Program } {
    const tracker = new Tracker(this.#text);
    return { tracker, program: trackedProgram(() => this.program, tracker) };
  }

  /** Replaces the text, of which only `region` differs. */
  update(text: string, region: Region): void {
    const old = this.#tree;
    this.#edited = placeAt(this.#text, region.start, this.#edited);
    old.edit(toEdit(this.#text, text, region, this.#edited));
    this.#tree = parse(this.#parser, text, old);
    const hasErrors = this.#tree.rootNode.hasError;
    if (hasErrors && text.length <= MAX_FULL_PARSE) {
      old.delete();
      this.#startAfresh(text);
      return;
    }
    const changed = changedSpan(old, this.#tree, region);
    const units = this.#units;
    const plan = hasErrors ? freeAll(units) : planReuse(units, changed, region);
    old.delete();
    const before = this.#text;
    this.#text = text;
    this.#lower(plan, before);
    if (hasErrors) this.#tracked = undefined;
    this.#tracked?.tracker.edited({ text, region, old: units, now: this.#units, changed });
    this.#tracked?.tracker.lookAgain((word) => this.#index.mentions(word));
  }

  /**
   * How the parser recovers from an error depends on the tree it had before, so a text with errors is parsed and lowered
   * from scratch: the same text then always gives the same program.
   */
  #startAfresh(text: string): void {
    this.#tree.delete();
    this.#tree = parse(this.#parser, text, null);
    this.#text = text;
    this.#index = new DocumentIndex();
    this.#tracked = undefined;
    this.#lower(freeAll([]), '');
  }

  /** S-expression of the current tree, for tests. */
  get sexpression(): string {
    return this.#tree.rootNode.toString();
  }

  dispose(): void {
    this.#tree.delete();
  }

  #lower(plan: Reuse, before: string): void {
    const pool = new UnitPool(plan.freed, before);
    const builder: Builder = { text: this.#text, index: this.#index, unit: openUnit(0), lowerings };
    const units: Unit[] = [...plan.kept];
    const cursor = this.#tree.walk();
    const reached = lowerTopLevel(cursor, builder, pool, plan, units);
    cursor.delete();
    for (const unit of plan.rest.slice(reached)) units.push(unit);
    pool.leftOver((unit) => unit.nodes.forEach((node) => this.#index.remove(node)));
    if (pool.isReordered) this.#index.reorder();
    this.#units = units;
    this.#adopt(units);
    this.#program = undefined;
  }

  #adopt(units: readonly Unit[]): void {
    const body: Stmt[] = [];
    for (const { statements } of units) {
      if (statements[0]?.parent !== this.#module) this.#link(statements);
      for (const statement of statements) body.push(statement);
    }
    this.#body = body;
    (this.#module as { end: number }).end = this.#text.length;
  }

  #link(statements: readonly Stmt[]): void {
    for (const statement of statements) (statement as { parent: Node | null }).parent = this.#module;
  }
}

/** Lowers root children from `plan.from` on; answers how many of `plan.rest` were lowered anew instead of kept. */
function lowerTopLevel(cursor: TreeCursor, builder: Builder, pool: UnitPool, plan: Reuse, units: Unit[]): number {
  const walk = walkOver(cursor, builder, pool);
  let reached = 0;
  if (!(plan.from > 0 ? gotoChildAfter(cursor, plan.from) : cursor.gotoFirstChild())) return reached;
  do {
    const start = cursor.startIndex;
    while (reached < plan.rest.length && (plan.rest[reached] as Unit).start < start)
      reached += dropped(builder, plan.rest[reached]);
    const next = plan.rest[reached];
    if (next?.start === start && next.end === cursor.endIndex && next.isClean) return reached;
    units.push(unitOf(builder, copyStatement(cursor, walk), lowerStatement));
  } while (cursor.gotoNextSibling());
  while (reached < plan.rest.length) reached += dropped(builder, plan.rest[reached]);
  return reached;
}

/** The same text is the same statement, unless the parser is recovering from an error inside it. */
function walkOver(cursor: TreeCursor, builder: Builder, pool: UnitPool): Walk {
  const isRecovering = (): boolean => cursor.currentNode.hasError;
  const hasErrors = isRecovering();
  const find: FindUnit = (type, start, end) => {
    if (pool.isEmpty || (hasErrors && isRecovering())) return null;
    return pool.take(keyOf(type, builder.text.slice(start, end)));
  };
  return { find, hasErrors };
}

/** Takes a unit that is no longer there out of the index. */
function dropped(builder: Builder, unit: Unit | undefined): number {
  const visit = (one: Unit): void => {
    one.nodes.forEach((node) => builder.index.remove(node));
    one.inner.forEach(visit);
  };
  if (unit) visit(unit);
  return 1;
}

/** The first root child that starts at or after `offset`. */
function gotoChildAfter(cursor: TreeCursor, offset: number): boolean {
  // Its answer is true only for the second child, so look at the depth instead.
  cursor.gotoFirstChildForIndex(offset);
  if (cursor.currentDepth === 0) return false;
  while (cursor.startIndex < offset) if (!cursor.gotoNextSibling()) return false;
  return true;
}

function parse(parser: Parser, text: string, old: Tree | null): Tree {
  const tree = parser.parse(text, old);
  if (!tree) throw new Error('tree-sitter returned no tree: no language is set');
  return tree;
}

/** Larger texts keep the incremental tree while they hold an error: a full parse would take too long for a keystroke. */
const MAX_FULL_PARSE = 200_000;
