/** The history of runs as it stands on disk, read again when it has changed, a slice at a time. */
import { readFile, stat } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { recordOf, type RunRecord } from './records';
import type { ListedHistory } from './run-list';

/** Read in one go it would hold up everything else in the editor's process. */
const SLICE = 50;
const EMPTY: ListedHistory = { records: [], problems: [] };

export class HistoryFile {
  #stamp = '';
  #read: Promise<ListedHistory> = Promise.resolve(EMPTY);

  constructor(private readonly path: string) {}

  /** Rejects when there is a file that cannot be read; none at all is an empty history. */
  async read(): Promise<ListedHistory> {
    const stamp = await stampOf(this.path);
    if (stamp === this.#stamp) return this.#read;
    this.#stamp = stamp;
    this.#read = stamp === '' ? Promise.resolve(EMPTY) : readRecords(await readFile(this.path, 'utf8'));
    return this.#read;
  }
}

async function stampOf(path: string): Promise<string> {
  try {
    const { mtimeMs, size } = await stat(path);
    return `${mtimeMs} ${size}`;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

/** Lines that are none are named and left out. */
export async function readRecords(text: string): Promise<ListedHistory> {
  const records: RunRecord[] = [];
  const problems: string[] = [];
  const lines = text.split(/\r?\n/);
  for (let from = 0; from < lines.length; from += SLICE) {
    if (from > 0) await nextTurn();
    lines.slice(from, from + SLICE).forEach((line, index) => {
      if (line.trim() === '') return;
      const record = recordOf(line, from + index + 1);
      if (typeof record === 'string') problems.push(`line ${from + index + 1}: ${record}`);
      else records.push(record);
    });
  }
  return { records, problems };
}
