/** Reading and appending files on Node; what cannot be read is a value, never an exception. */
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import type { DirectoryEntry, Files } from './ports';

export const nodeFiles: Files = {
  readText: async (path) => (await readRegularFile(path))?.toString('utf8'),

  readTextSync(path) {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  },

  readBytes: readRegularFile,

  async list(path) {
    try {
      const entries = await readdir(path, { withFileTypes: true });
      const found = entries.map((entry): DirectoryEntry => ({
        name: entry.name,
        isDirectory: entry.isDirectory(),
        isSymbolicLink: entry.isSymbolicLink(),
      }));
      // The order of the disk is not the order of the next disk.
      return found.sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch {
      return undefined;
    }
  },

  exists: (path) => existsSync(path),

  whyUnreadable(path) {
    try {
      accessSync(path, constants.R_OK);
      return statSync(path).isDirectory() ? 'directory' : null;
    } catch (error) {
      return reasonOf(error);
    }
  },

  async appendLine(path, line) {
    try {
      await appendAndFlush(path, `${line}\n`);
      return true;
    } catch {
      return false;
    }
  },
};

/** Pipes and devices are refused: reading one can block for ever. */
async function readRegularFile(path: string): Promise<Buffer | undefined> {
  try {
    return (await stat(path)).isFile() ? await readFile(path) : undefined;
  } catch {
    return undefined;
  }
}

async function appendAndFlush(path: string, text: string): Promise<void> {
  const file = await open(path, 'a');
  try {
    // One write, so that lines of two writers never interleave.
    await file.write(text);
    await file.datasync();
  } finally {
    await file.close();
  }
}

function reasonOf(error: unknown): 'missing' | 'permission' | 'other' {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'missing';
  return code === 'EACCES' || code === 'EPERM' ? 'permission' : 'other';
}
