/** Reads files of measured runs through the ports; what cannot be read is named, and the rest goes on. */
import { importRuns } from '../core/estimate/calibration/import/import';
import type { MeasuredRun } from '../core/estimate/calibration/measured';
import type { Files } from './ports';

export interface ReadRuns {
  readonly runs: readonly MeasuredRun[];
  /** One line each, with the file and where in it. */
  readonly problems: readonly string[];
}

/** A file with more lines that cannot be read is not spelled out to the end. */
const MOST_PROBLEMS = 5;

/** One file. Nothing to say of one that does not exist where nobody asked for it by name. */
export async function readRuns(files: Files, path: string): Promise<ReadRuns> {
  const text = await files.readText(path);
  if (text === undefined) return { runs: [], problems: [`${path}: ${WHY[files.whyUnreadable(path) ?? 'other']}`] };
  const { runs, problems } = importRuns(path, text);
  const shown = problems
    .slice(0, MOST_PROBLEMS)
    .map(({ line, message }) => (line === null ? `${path}: ${message}` : `${path}:${line}: ${message}`));
  if (problems.length === 0) return { runs, problems: [] };
  const more = problems.length - shown.length;
  const left = more > 0 ? `, ${more} of them not shown` : '';
  const sum = `${path}: ${counted(problems.length, 'entry', 'entries')} left out${left}; ${counted(runs.length, 'run', 'runs')} read`;
  return { runs, problems: problems[0]?.line === null ? shown : [...shown, sum] };
}

const WHY = {
  missing: 'no such file',
  permission: 'permission denied',
  directory: 'is a folder; name the file in it',
  other: 'cannot be read',
} as const;

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
