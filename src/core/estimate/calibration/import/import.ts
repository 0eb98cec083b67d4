/** Reads files of measured runs: text in, runs and problems out. Adding a format is a file here and a line in `FORMATS`. */
import type { MeasuredRun } from '../measured';
import { carbontracker } from './carbontracker';
import { codecarbon } from './codecarbon';
import { historyLines } from './history-read';
import { trainerState } from './trainer-state';

export interface ImportedRuns {
  readonly runs: readonly MeasuredRun[];
  readonly problems: readonly ImportProblem[];
}

export interface ImportProblem {
  /** Counted from 1; null where it is about the file. */
  readonly line: number | null;
  readonly message: string;
}

/** One kind of file. `path` is as the user wrote it, `/` or `\` separated. */
export interface RunFormat {
  readonly name: string;
  /** Looks at the first characters only. */
  recognises(path: string, head: string): boolean;
  read(path: string, text: string): ImportedRuns;
}

const FORMATS: readonly RunFormat[] = [codecarbon, trainerState, carbontracker, historyLines];

const HEAD = 2000;

/** Never throws: what cannot be read is named, and the rest goes on. */
export function importRuns(path: string, text: string): ImportedRuns {
  const bare = text.replace(/^\uFEFF/, '');
  if (bare.trim() === '') return { runs: [], problems: [] };
  const format = FORMATS.find((one) => one.recognises(path, bare.slice(0, HEAD)));
  if (format) return format.read(path, bare);
  const message = `not a file of measured runs; read are ${FORMATS.map(({ name }) => name).join(', ')}`;
  return { runs: [], problems: [{ line: null, message }] };
}
