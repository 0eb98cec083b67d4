/** Owns the tree-sitter parser; documents opened from it own their trees. */
import { Language, Parser } from 'web-tree-sitter';
import { SyntaxDocument } from './document';

/** The bytes of the tree-sitter runtime and of the Python grammar. */
export interface Grammar {
  readonly runtime: Uint8Array;
  readonly grammar: Uint8Array;
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

export type { SyntaxDocument } from './document';
