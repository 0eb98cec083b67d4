/** Owns the tree-sitter parser and the trees of open documents; the only file that touches WASM objects. */
import { Edit, Language, Parser, type Tree } from 'web-tree-sitter';
import type { Module, Scope, Binding } from './ast';
import { lowerChunk, moveChunk, type Chunk } from './chunk';
import { indexProgram } from './index-program';
import type { Program } from './program';
import { copyNode } from './raw';

/** The bytes of the tree-sitter runtime and of the Python grammar. */
export interface Grammar {
  readonly runtime: Uint8Array;
  readonly grammar: Uint8Array;
}

/** One replaced region: `[start, oldEnd)` of the old text became `[start, newEnd)` of the new text. */
export interface Region {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** Parses Python. Call `dispose` when done; documents opened from it must be closed before. */
export class SyntaxSession {
  readonly #parser: Parser;

  private constructor(parser: Parser) {
    this.#parser = parser;
  }

  /** Loads the runtime once per process and the grammar. Rejects when the bytes are not usable. */
  static async load(grammar: Grammar): Promise<SyntaxSession> {
    await Parser.init({ wasmBinary: grammar.runtime, locateFile: (name: string) => name });
    const parser = new Parser();
    parser.setLanguage(await Language.load(grammar.grammar));
    return new SyntaxSession(parser);
  }

  open(text: string): SyntaxDocument {
    return new SyntaxDocument(this.#parser, text);
  }

  dispose(): void {
    this.#parser.delete();
  }
}

/** One open text with its tree. Invariant: exactly one live tree; every replaced tree is deleted at once. */
export class SyntaxDocument {
  readonly #parser: Parser;
  readonly #module: Module;
  #text: string;
  #tree: Tree;
  #chunks: readonly Chunk[] = [];
  #program: Program | undefined;

  constructor(parser: Parser, text: string) {
    this.#parser = parser;
    this.#text = text;
    this.#tree = parse(parser, text, null);
    this.#module = {
      kind: 'module',
      start: 0,
      end: text.length,
      parent: null,
      body: [],
      scope: new ModuleScope(() => this.#chunks),
    };
    this.#chunks = this.#lower(new Map());
  }

  get text(): string {
    return this.#text;
  }

  /** The program of the current text; valid until the next `update`. */
  get program(): Program {
    this.#program ??= indexProgram(this.#text, this.#module, this.#chunks);
    return this.#program;
  }

  /** Replaces the text, of which only `region` differs. */
  update(text: string, region: Region): void {
    const old = this.#tree;
    old.edit(toEdit(this.#text, text, region));
    this.#tree = parse(this.#parser, text, old);
    old.delete();
    this.#text = text;
    this.#chunks = this.#lower(bySource(this.#chunks));
    this.#program = undefined;
  }

  /** S-expression of the current tree, for tests. */
  get sexpression(): string {
    return this.#tree.rootNode.toString();
  }

  dispose(): void {
    this.#tree.delete();
  }

  #lower(reusable: Map<string, Chunk[]>): readonly Chunk[] {
    const chunks: Chunk[] = [];
    const cursor = this.#tree.walk();
    if (cursor.gotoFirstChild()) {
      do {
        const [start, end] = [cursor.startIndex, cursor.endIndex];
        const key = keyOf(cursor.nodeType, this.#text.slice(start, end));
        const kept = reusable.get(key)?.shift();
        if (kept) moveChunk(kept, start - kept.start);
        chunks.push(kept ?? lowerChunk(this.#text, copyNode(cursor), this.#module));
      } while (cursor.gotoNextSibling());
    }
    cursor.delete();
    updateModule(this.#module, this.#text, chunks);
    return chunks;
  }
}

function parse(parser: Parser, text: string, old: Tree | null): Tree {
  const tree = parser.parse(text, old);
  if (!tree) throw new Error('tree-sitter returned no tree: no language is set');
  return tree;
}

function toEdit(before: string, after: string, region: Region): Edit {
  return new Edit({
    startIndex: region.start,
    oldEndIndex: region.oldEnd,
    newEndIndex: region.newEnd,
    startPosition: pointAt(before, region.start),
    oldEndPosition: pointAt(before, region.oldEnd),
    newEndPosition: pointAt(after, region.newEnd),
  });
}

/** Row and column as tree-sitter counts them: rows end at line feeds only. */
function pointAt(text: string, offset: number): { row: number; column: number } {
  let row = 0;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    row += 1;
    lineStart = at + 1;
  }
  return { row, column: offset - lineStart };
}

const keyOf = (type: string, source: string): string => `${type}:${source}`;

function bySource(chunks: readonly Chunk[]): Map<string, Chunk[]> {
  const map = new Map<string, Chunk[]>();
  for (const chunk of chunks) {
    if (chunk.broken.length > 0) continue;
    const key = keyOf(chunk.type, chunk.source);
    const list = map.get(key);
    if (list) list.push(chunk);
    else map.set(key, [chunk]);
  }
  return map;
}

function updateModule(module: Module, text: string, chunks: readonly Chunk[]): void {
  const draft = module as { body: Module['body']; end: number };
  draft.body = chunks.flatMap((chunk) => chunk.statements);
  draft.end = text.length;
}

/** The module's scope, which reads the chunks that are current when it is asked. */
class ModuleScope implements Scope {
  readonly kind = 'module';
  readonly outer = null;
  readonly #chunks: () => readonly Chunk[];
  #seen: readonly Chunk[] = [];
  readonly #found = new Map<string, readonly Binding[]>();

  constructor(chunks: () => readonly Chunk[]) {
    this.#chunks = chunks;
  }

  bindings(name: string): readonly Binding[] {
    this.#refresh();
    const known = this.#found.get(name);
    if (known) return known;
    const found = this.#seen.flatMap((chunk) => chunk.bindings.get(name) ?? []);
    this.#found.set(name, found);
    return found;
  }

  names(): Iterable<string> {
    return new Set(this.#chunks().flatMap((chunk) => [...chunk.bindings.keys()]));
  }

  #refresh(): void {
    if (this.#seen === this.#chunks()) return;
    this.#seen = this.#chunks();
    this.#found.clear();
  }
}
