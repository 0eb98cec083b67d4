/** A tree of small files in memory, such as sysfs: contents that change, files that are denied or vanish. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DirectoryEntry, Files } from '../../../../src/host/ports';

/** A function is asked at each read; null is a file that may not be read. */
export type Content = string | null | (() => string | undefined);

export class FakeFiles implements Files {
  private readonly contents = new Map<string, Content>();

  constructor(tree: Readonly<Record<string, Content>> = {}) {
    for (const [path, content] of Object.entries(tree)) this.set(path, content);
  }

  get paths(): readonly string[] {
    return [...this.contents.keys()];
  }

  set(path: string, content: Content): void {
    this.contents.set(path, content);
  }

  remove(prefix: string): void {
    for (const path of this.contents.keys()) if (path.startsWith(prefix)) this.contents.delete(path);
  }

  readTextSync(path: string): string | undefined {
    const content = this.contents.get(path);
    return typeof content === 'function' ? content() : (content ?? undefined);
  }

  readText(path: string): Promise<string | undefined> {
    return Promise.resolve(this.readTextSync(path));
  }

  readBytes(path: string): Promise<Uint8Array | undefined> {
    const text = this.readTextSync(path);
    return Promise.resolve(text === undefined ? undefined : new TextEncoder().encode(text));
  }

  list(path: string): Promise<readonly DirectoryEntry[] | undefined> {
    const inside = [...this.contents.keys()].filter((file) => file.startsWith(`${path}/`));
    const names = new Set(inside.map((file) => file.slice(path.length + 1).split('/')[0] ?? ''));
    if (names.size === 0) return Promise.resolve(undefined);
    // Devices in sysfs are links to directories elsewhere in it.
    return Promise.resolve([...names].map((name) => ({ name, isDirectory: false, isSymbolicLink: true })));
  }

  exists(path: string): boolean {
    return this.contents.has(path);
  }

  whyUnreadable(path: string): 'missing' | 'permission' | null {
    if (!this.contents.has(path)) return 'missing';
    return this.contents.get(path) === null ? 'permission' : null;
  }

  appendLine(): Promise<boolean> {
    return Promise.resolve(false);
  }
}

export function fixture(name: string): string {
  return readFileSync(join(__dirname, '..', 'fixtures', name), 'utf8');
}

/** A fixture of lines `path = content`; `denied` stands for a file that may not be read. */
export function sysfs(name: string): FakeFiles {
  const files = new FakeFiles();
  for (const line of fixture(name).split('\n')) {
    const [path, content] = line.split(' = ');
    if (path !== undefined && content !== undefined) files.set(path, content === 'denied' ? null : `${content}\n`);
  }
  return files;
}
