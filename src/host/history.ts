/**
 * The history of measured runs on disk, shared by every window and the command line. It is only ever appended to, by whole lines; it is
 * not rotated, because moving it away under other writers is what would lose lines: a line takes about a kilobyte.
 */
import { stat, truncate } from 'node:fs/promises';
import { codecarbonLines } from '../core/estimate/calibration/import/codecarbon-lines';
import type { ImportProblem } from '../core/estimate/calibration/import/import';
import { historyLine, type HistoryLine } from '../core/estimate/calibration/import/history-line';
import { readHistory, type ReadHistory } from '../core/estimate/calibration/import/history-read';
import type { Files } from './ports';

/** Empty where there is no file yet. */
export async function readHistoryFile(files: Files, path: string): Promise<ReadHistory> {
  const text = await files.readText(path);
  if (text !== undefined) return readHistory(text);
  const why = files.whyUnreadable(path);
  if (why === 'missing') return { lines: [], problems: [] };
  return { lines: [], problems: [{ line: null, message: `cannot be read (${why ?? 'not a file'})` }] };
}

/** False where it could not be written. */
export function appendRun(files: Files, path: string, line: HistoryLine): Promise<boolean> {
  return files.appendLine(path, historyLine(line));
}

/** Empties the file rather than removing it, so that whoever is appending just now loses nothing. False where that failed. */
export async function clearHistory(path: string): Promise<boolean> {
  try {
    await truncate(path, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT';
  }
}

/** Bytes; 0 where there is none. */
export async function historySize(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
}

export interface ImportedHistory {
  readonly added: number;
  /** There already. */
  readonly known: number;
  readonly problems: readonly ImportProblem[];
}

/** Adds what the history does not hold yet; null where it cannot be written. */
export async function importInto(
  files: Files,
  path: string,
  name: string,
  text: string,
): Promise<ImportedHistory | null> {
  const { lines, problems } = linesOf(name, text);
  const known = new Map((await readHistoryFile(files, path)).lines.map((line) => [keyOf(line), line.hours]));
  let added = 0;
  for (const line of lines) {
    // A run that was still going on when it was imported has grown.
    if ((known.get(keyOf(line)) ?? 0) >= line.hours) continue;
    if (!(await appendRun(files, path, line))) return null;
    known.set(keyOf(line), line.hours);
    added += 1;
  }
  return { added, known: lines.length - added, problems };
}

function linesOf(name: string, text: string): ReadHistory {
  const bare = text.replace(/^\uFEFF/, '');
  return /\.jsonl$/i.test(name) || /^\s*\{/.test(bare) ? readHistory(bare) : codecarbonLines(bare);
}

/** Lines without an id are told by what they say. */
function keyOf(line: HistoryLine): string {
  return line.id ?? historyLine({ ...line, hours: 0 });
}
