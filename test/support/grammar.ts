/** Loads the parser for tests, once per process. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SyntaxSession, type Grammar } from '../../src/core/syntax/session';

const MODULES = join(__dirname, '../../node_modules');

export function grammarBytes(): Grammar {
  return {
    runtime: readFileSync(join(MODULES, 'web-tree-sitter/web-tree-sitter.wasm')),
    grammar: readFileSync(join(MODULES, 'tree-sitter-python/tree-sitter-python.wasm')),
  };
}

let session: Promise<SyntaxSession> | undefined;

export function syntaxSession(): Promise<SyntaxSession> {
  session ??= SyntaxSession.load(grammarBytes());
  return session;
}
