/** Keeps count of what an edit touches in one document, and of the answers that were read from it. */
import type { Node } from './ast';
import { Cell, read, type Clock, type Fact } from './fact';
import type { Span } from '../text/span';
import { TextSearch } from '../text/search';
import { boundBy } from './lower/scope';
import type { Unit } from './unit';

/** The indexes of a program that answers can be read from, by name. */
export type Index = 'names' | 'attributes' | 'calls' | 'scope';
/** What a program lists as a whole. */
export type Listing = 'imports' | 'functions' | 'classes' | 'loops' | 'withs' | 'comments' | 'broken' | 'called names';

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
  readonly #matches = new Map<string, { readonly cell: Cell; readonly word: string | RegExp; found: Span | undefined }>();
  readonly #search: TextSearch;
  readonly #tops = new WeakMap<Node, { touchedAt: number; facts: Fact<unknown>[] }>();
  #edits: (Replaced & { readonly version: number })[] = [];

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
    const key = `${typeof word} ${String(word)}`;
    let known = this.#matches.get(key);
    if (!known) this.#matches.set(key, (known = { cell: new Cell(), word, found: this.#search.first(word) }));
    read(known.cell);
    return known.found;
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
    this.#topOf(node).facts.push(fact);
  }

  isUntouched(node: Node, since: number): boolean {
    const top = this.#tops.get(topOf(node));
    return top === undefined || top.touchedAt <= since;
  }

  #topOf(node: Node): { touchedAt: number; facts: Fact<unknown>[] } {
    const statement = topOf(node);
    let top = this.#tops.get(statement);
    if (!top) this.#tops.set(statement, (top = { touchedAt: 0, facts: [] }));
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
    this.#edits.push({ ...region, version: this.version });
    if (this.#edits.length > MAX_EDITS) this.#edits = this.#edits.slice(-MAX_EDITS);
  }

  #searchAgain(text: string, region: Replaced): void {
    this.#search.edited(text, region);
    for (const known of this.#matches.values()) {
      const { found: before, word } = known;
      const now = this.#search.first(word);
      const delta = before && before.start >= region.oldEnd ? region.newEnd - region.oldEnd : 0;
      const stays = before && now && before.start + delta === now.start && before.end + delta === now.end;
      known.found = now;
      if (before !== now && !(stays && isOutside(before, region))) this.#change(known.cell);
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
    const edits = this.#edits.filter((one) => one.version > version);
    if (edits.length < this.version - version) return undefined;
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
      const top = this.#topOf(statement);
      top.touchedAt = this.version;
      for (const fact of top.facts) fact.drop();
      top.facts = [];
      for (const name of boundBy(statement)) this.#change(this.#indexes.scope.get(name));
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

function isOutside(span: Span, region: Replaced): boolean {
  return span.end < region.start || span.start > region.oldEnd;
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

/** How many units at the start and at the end are the same and lie, with the space around them, outside the change. */
function untouched(
  old: readonly Unit[],
  now: readonly Unit[],
  changed: { start: number; end: number },
): { before: number; behind: number } {
  const most = Math.min(old.length, now.length);
  let before = 0;
  while (before < most && old[before] === now[before] && (now[before + 1]?.start ?? Infinity) < changed.start) before += 1;
  let behind = 0;
  while (behind < most - before && isSameFromEnd(old, now, behind) && endsBehind(now, behind, changed.end)) behind += 1;
  return { before, behind };
}

function isSameFromEnd(old: readonly Unit[], now: readonly Unit[], behind: number): boolean {
  return old[old.length - 1 - behind] === now[now.length - 1 - behind];
}

/** True when the unit before the one at `behind` from the end ends after the change. */
function endsBehind(now: readonly Unit[], behind: number, end: number): boolean {
  const neighbour = now[now.length - 2 - behind];
  return neighbour !== undefined && neighbour.end > end;
}

/** Under which names something is called. */
function calledIn(units: readonly Unit[]): string {
  const names = new Set<string>();
  const visit = (unit: Unit): void => {
    for (const node of unit.nodes) {
      if (node.kind !== 'call') continue;
      if (node.func.kind === 'name') names.add(node.func.id);
      if (node.func.kind === 'attribute') names.add(node.func.attr);
    }
    unit.inner.forEach(visit);
  };
  units.forEach(visit);
  return [...names].sort().join(' ');
}

/** The top-level statement that holds a node. */
function topOf(node: Node): Node {
  let at = node;
  while (at.parent && at.parent.kind !== 'module') at = at.parent;
  return at;
}
