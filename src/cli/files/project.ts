/** The folder a file's project starts in: the nearest one with a repository or a project file. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const MARKERS = ['.git', 'pyproject.toml', 'carbon-hints.toml', 'setup.py', 'setup.cfg'];

const known = new Map<string, string | null>();

/** Undefined when no folder above has a marker. */
export function projectRoot(folder: string): string | undefined {
  const cached = known.get(folder);
  if (cached !== undefined) return cached ?? undefined;
  const parent = dirname(folder);
  const marked = MARKERS.some((marker) => existsSync(join(folder, marker)));
  const root = marked ? folder : parent === folder ? undefined : projectRoot(parent);
  known.set(folder, root ?? null);
  return root;
}
