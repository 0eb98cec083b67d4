/** Copies the pinned Python grammar and the tree-sitter runtime out of node_modules and records their checksums. */
import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(__dirname, '..');

/** The WebAssembly files the product ships, by the package they come from. */
export const grammarFiles = [
  { package: 'web-tree-sitter', file: 'web-tree-sitter.wasm' },
  { package: 'tree-sitter-python', file: 'tree-sitter-python.wasm' },
] as const;

export interface Checksum {
  readonly package: string;
  readonly version: string;
  /** Hexadecimal SHA-256 of the file. */
  readonly sha256: string;
}

export function sha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

export function installedVersion(name: string): string {
  const manifest = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}

function copyGrammars(): void {
  const checksums: Record<string, Checksum> = {};
  for (const { package: name, file } of grammarFiles) {
    const target = join(root, 'grammars', file);
    copyFileSync(join(root, 'node_modules', name, file), target);
    checksums[file] = { package: name, version: installedVersion(name), sha256: sha256(target) };
  }
  writeFileSync(join(root, 'grammars', 'checksums.json'), JSON.stringify(checksums, null, 2) + '\n');
}

if (require.main === module) copyGrammars();
