/** Keeps count of what an edit touches in one document, and of the answers that were read from it. */
import type { Node } from './ast';
import { Cell, read, type Clock, type Fact } from './fact';
import type { Span } from '../text/span';
import { keyOf, TextSearch, type Sought } from '../text/search';
import { ownBindings } from './lower/bindings';
import type { Unit } from './unit';
import { topOf } from './walk';
import { calledIn, untouched } from './untouched';

/** The indexes of a program that answers can be read from, by name. */
export type Index = 'names' | 'attributes' | 'calls' | 'scope';
/** What a program lists as a whole. */
export type Listing =
  'imports' | 'functions' | 'classes' | 'loops' | 'withs' | 'comments' | 'broken' | 'called names' | 'assignments';

export interface Replaced {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** `region` was replaced, which made `now` out of the `old` units; `changed` is what may have been parsed differently. */
export interface Edited {
  readonly text: string;
  readonly region: Replaced;
  readonly old: readonly Unit[];
  readonly now: readonly Unit[];
  readonly changed: Span;
}

/** What is kept about a top-level statement. */
interface Top {
  touchedAt: number;
  /** Answers about nodes in it. */
  facts: Fact<unknown>[];
  /** With so many it is time to leave out those that are gone. */
  most: number;
}

const FEW_FACTS = 64;

/**
 * Invariant: whatever hands a node of one top-level statement to a computation about another registers a cell that changes
 * when the first statement is touched. Below its top-level statement a node may be looked at freely, and so may the text
 * around it: the answer for a node goes when its statement is touched.
 */
export class Tracker implements Clock {
  version = 1;
  /** Changes with every edit. */
  readonly always = new Cell();
  readonly #indexes: Readonly<Record<Index, Map<string, Cell>>> = {
    names: new Map(),
    attributes: new Map(),
    calls: new Map(),
    scope: new Map(),
  };
  readonly #listings = new Map<Listing, Cell>();
  /** Words that were looked for anywhere in the code, with the answer. */
  readonly #words = new Map<string, { readonly cell: Cell; found: boolean }>();
  /** Of each what was found before the edit, too. */
  readonly #matches = new Map<string, { readonly cell: Cell; readonly sought: Sought; before: Span | undefined }>();
  readonly #search: TextSearch;
  readonly #tops = new WeakMap<Node, Top>();
  /** One for each of the last versions. */
  #edits: Replaced[] = [];

  constructor(text: string) {
    this.#search = new TextSearch(text);
  }

  readIndex(index: Index, name: string): void {
    const cells = this.#indexes[index];
    let cell = cells.get(name);
    if (!cell) cells.set(name, (cell = new Cell()));
    read(cell);
  }

  readListing(listing: Listing): void {
    let cell = this.#listings.get(listing);
    if (!cell) this.#listings.set(listing, (cell = new Cell()));
    read(cell);
  }

  /** The computation under way looked at more than can be told apart. */
  readAll(): void {
    read(this.always);
  }

  /** Where a word or pattern first occurs in the text. */
  readFirst(word: string | RegExp): Span | undefined {
    const key = keyOf(word);
    let known = this.#matches.get(key);
    if (!known) {
      const sought = this.#search.seek(word);
      this.#matches.set(key, (known = { cell: new Cell(), sought, before: sought.found }));
    }
    read(known.cell);
    return known.sought.found;
  }

  /** Whether a word occurs; `ask` finds out. */
  readWord(word: string, ask: (word: string) => boolean): boolean {
    let known = this.#words.get(word);
    if (!known) this.#words.set(word, (known = { cell: new Cell(), found: ask(word) }));
    read(known.cell);
    return known.found;
  }

  /** The answer about `node` goes when the top-level statement around it is touched. */
  own(node: Node, fact: Fact<unknown>): void {
    const top = this.#topAt(topOf(node));
    top.facts.push(fact);
    if (top.facts.length < top.most) return;
    top.facts = top.facts.filter((one) => !one.isGone);
    top.most = Math.max(FEW_FACTS, 2 * top.facts.length);
  }

  isUntouched(node: Node, since: number): boolean {
    const top = this.#tops.get(topOf(node));
    return top === undefined || top.touchedAt <= since;
  }

  #topAt(statement: Node): Top {
    let top = this.#tops.get(statement);
    if (!top) this.#tops.set(statement, (top = { touchedAt: 0, facts: [], most: FEW_FACTS }));
    return top;
  }

  edited({ text, region, old, now, changed }: Edited): void {
    this.version += 1;
    this.#searchAgain(text, region);
    const { before, behind } = untouched(old, now, changed);
    const gone = old.slice(before, old.length - behind);
    const made = now.slice(before, now.length - behind);
    for (const unit of [...gone, ...made]) this.#touch(unit);
    if (calledIn(gone) !== calledIn(made)) this.#change(this.#listings.get('called names'));
    this.#change(this.always);
    this.#edits.push(region);
    if (this.#edits.length <= 2 * MAX_EDITS) return;
    this.#edits = this.#edits.slice(-MAX_EDITS);
    for (const cells of Object.values(this.#indexes))
      for (const [name, cell] of cells) if (cell.readers.size === 0) cells.delete(name);
  }

  #searchAgain(text: string, region: Replaced): void {
    const read = this.#search.edited(text, region);
    for (const known of this.#matches.values()) {
      const { before, sought } = known;
      const now = sought.found;
      const delta = before && before.start >= region.oldEnd ? region.newEnd - region.oldEnd : 0;
      const stays = before && now && before.start + delta === now.start && before.end + delta === now.end;
      known.before = now;
      if (now && isOutside(now, read) ? !stays : before !== now) this.#change(known.cell);
    }
  }

  /** Looks again for the words that were looked for before. */
  lookAgain(ask: (word: string) => boolean): void {
    for (const [word, known] of this.#words) {
      const found = ask(word);
      if (found !== known.found) this.#change(known.cell);
      known.found = found;
    }
  }

  /** Where an offset of an earlier version is now; undefined when that version is too long ago. */
  moverSince(version: number): ((offset: number) => number) | undefined {
    const count = this.version - version;
    if (count > this.#edits.length) return undefined;
    const edits = this.#edits.slice(this.#edits.length - count);
    return (offset) => {
      let at = offset;
      for (const { start, oldEnd, newEnd } of edits) if (at >= oldEnd && at > start) at += newEnd - oldEnd;
      return at;
    };
  }

  #change(cell: Cell | undefined): void {
    cell?.change(this.version);
  }

  #touch(unit: Unit): void {
    for (const statement of unit.statements) {
      // Not the one around it now: a statement that was at the top may have become part of another.
      const top = this.#topAt(statement);
      top.touchedAt = this.version;
      for (const fact of top.facts) fact.drop();
      top.facts = [];
      for (const { name, kind } of ownBindings(statement)) {
        this.#change(this.#indexes.scope.get(name));
        if (kind === 'assign') this.#change(this.#listings.get('assignments'));
      }
    }
    this.#touchNodes(unit);
  }

  #touchNodes(unit: Unit): void {
    for (const node of unit.nodes) this.#touchNode(node);
    if (unit.comments.length > 0) this.#change(this.#listings.get('comments'));
    if (!unit.isClean) this.#change(this.#listings.get('broken'));
    for (const inner of unit.inner) this.#touchNodes(inner);
  }

  #touchNode(node: Node): void {
    const { names, attributes, calls, scope } = this.#indexes;
    switch (node.kind) {
      case 'name':
        return this.#change(names.get(node.id));
      case 'attribute':
        return this.#change(attributes.get(node.attr));
      case 'call':
        if (node.func.kind === 'name') this.#change(calls.get(node.func.id));
        if (node.func.kind === 'attribute') this.#change(calls.get(node.func.attr));
        return;
      case 'global':
      case 'nonlocal':
        // What a function assigns under such a name is bound in the module.
        this.#change(this.#listings.get('assignments'));
        return node.names.forEach((name) => this.#change(scope.get(name)));
      case 'walrus':
        return this.#change(scope.get(node.target.id));
      default: {
        const listing = LISTED[node.kind];
        if (listing) this.#change(this.#listings.get(listing));
      }
    }
  }
}

function isOutside(span: Span, other: Span): boolean {
  return span.end < other.start || span.start > other.end;
}

/** More edits than are made between two analyses. */
const MAX_EDITS = 1000;

const LISTED: Readonly<Partial<Record<Node['kind'], Listing>>> = {
  import: 'imports',
  importfrom: 'imports',
  function: 'functions',
  class: 'classes',
  for: 'loops',
  while: 'loops',
  with: 'withs',
};
