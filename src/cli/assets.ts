/** Where the files lie that the command loads at run time: beside the bundle, or in the source tree. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE_ROOT = join(__dirname, '..', '..');

/** The parser's WebAssembly modules. */
export function readGrammar(): { readonly runtime: Uint8Array; readonly grammar: Uint8Array } {
  const beside = join(__dirname, 'tree-sitter-python.wasm');
  const folder = existsSync(beside) ? __dirname : join(SOURCE_ROOT, 'grammars');
  return {
    runtime: readFileSync(join(folder, 'web-tree-sitter.wasm')),
    grammar: readFileSync(join(folder, 'tree-sitter-python.wasm')),
  };
}

/** The bundle that reads sweeps in YAML. */
export function yamlReaderPath(): string {
  const beside = join(__dirname, 'yaml.js');
  return existsSync(beside) ? beside : join(SOURCE_ROOT, 'src', 'host', 'yaml.ts');
}

/** The folder of the tables of models, data sets, hardware and grids. */
export function tablesFolder(): string {
  const beside = join(__dirname, 'data');
  return existsSync(beside) ? beside : join(SOURCE_ROOT, 'src', 'data');
}

/** Where a rule's page may lie, best first. */
export function pagePaths(rule: string): readonly string[] {
  return [join(__dirname, 'rules', `${rule}.md`), join(SOURCE_ROOT, 'src', 'core', 'rules', rule, 'rule.md')];
}
