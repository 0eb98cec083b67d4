/** Reading and appending files on Node; what cannot be read is a value, never an exception. */
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir, open, readdir, readFile, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DirectoryEntry, Files } from './ports';

const LINE_END = 0x0a;

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
      await appendAndFlush(path, line);
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

/** Each time somebody else has to die between two steps of ours. */
const MOST_ATTEMPTS = 4;

/**
 * Invariant: whatever writers that are killed leave behind, a line that is reported as written stands on a line of its own. The folder
 * is made for this user only.
 */
async function appendAndFlush(path: string, line: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, 'a+', 0o600);
  try {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const start = (await endsTorn(file)) ? '\n' : '';
      const bytes = Buffer.from(`${start}${line}\n`);
      // One write, so that lines of two writers never interleave; the rest of a short one would land behind somebody else's line.
      const { bytesWritten } = await file.write(bytes);
      if (bytesWritten < bytes.length) throw new Error('the disk is full');
      if (!(await isSwallowed(file, bytes))) return await file.datasync();
    }
    throw new Error('every attempt ran into a torn line');
  } finally {
    await file.close();
  }
}

/** What other writers may have added meanwhile. */
const TAIL = 256 * 1024;

/** A torn line that came between the look at the end and the write has taken the new one with it. */
async function isSwallowed(file: FileHandle, written: Buffer): Promise<boolean> {
  if (written[0] === LINE_END) return false;
  const { size } = await file.stat();
  const start = Math.max(0, size - written.length - TAIL);
  const { buffer } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
  const at = buffer.lastIndexOf(written);
  return at > 0 && buffer[at - 1] !== LINE_END;
}

async function endsTorn(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return bytesRead === 1 && buffer[0] !== LINE_END;
}

function reasonOf(error: unknown): 'missing' | 'permission' | 'other' {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'missing';
  return code === 'EACCES' || code === 'EPERM' ? 'permission' : 'other';
}
