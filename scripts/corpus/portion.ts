/** What some files of a corpus gave, small enough to keep: counts and failures, which add up. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { ScanFile } from '../../src/cli/scan/scan';
import type { Trial } from './check-fixes';
import { SLOW, UNSOUND, type Outcome } from './run';
import { countsOf, faultsOf, type Counts } from './tally';

/** What the engine says when it fails; other errors are about files that nobody could read. */
const CRASH = new RegExp(`internal error|failed and was skipped|${UNSOUND}`);
const SLOWEST = 10;

export interface Portion {
  readonly files: readonly string[];
  readonly parsed: number;
  readonly triggered: number;
  readonly withheld: number;
  readonly crashes: number;
  /** Fixed texts that were no Python 3 before. */
  readonly notPython: number;
  /** By rule, and those of all fixes of a file under `together`. */
  readonly counts: Readonly<Record<string, Counts>>;
  /** The longest processor times in milliseconds, longest first. */
  readonly slowest: readonly (readonly [file: string, milliseconds: number])[];
  /** One line for each thing that must not happen. */
  readonly failures: readonly string[];
}

export const NOTHING: Portion = {
  files: [],
  parsed: 0,
  triggered: 0,
  withheld: 0,
  crashes: 0,
  notPython: 0,
  counts: {},
  slowest: [],
  failures: [],
};

export function portionOf(files: readonly ScanFile[], outcome: Outcome): Portion {
  const { trials, answers, errors, times } = outcome;
  const crashes = errors.filter(({ message }) => CRASH.test(message)).map(({ path, message }) => `${path}: ${message}`);
  const slow = [...times].filter(([, ms]) => ms > SLOW).map(([path, ms]) => `${path}: took ${ms.toFixed(0)} ms`);
  const faults = new Map<Trial, readonly string[]>(
    trials.map((trial) => [trial, faultsOf(trial, trial.id === null ? undefined : answers.get(trial.id))]),
  );
  const failed = [...faults].filter(([, wrong]) => wrong.length > 0);
  return {
    files: files.map(({ path }) => path),
    parsed: outcome.parsed,
    triggered: outcome.triggered,
    withheld: outcome.withheld,
    crashes: crashes.length,
    notPython: trials.filter(({ id }) => id !== null && answers.get(id)?.wasPython === false).length,
    counts: countsOf(outcome, new Set(failed.map(([trial]) => trial))),
    slowest: longest([...times]),
    failures: [...crashes, ...slow, ...failed.map(([{ what }, wrong]) => `${what}: ${wrong.join('; ')}`)],
  };
}

export function sum(a: Portion, b: Portion): Portion {
  const counts: Record<string, Counts> = { ...a.counts };
  for (const [rule, more] of Object.entries(b.counts)) counts[rule] = added(counts[rule], more);
  return {
    files: [...a.files, ...b.files],
    parsed: a.parsed + b.parsed,
    triggered: a.triggered + b.triggered,
    withheld: a.withheld + b.withheld,
    crashes: a.crashes + b.crashes,
    notPython: a.notPython + b.notPython,
    counts,
    slowest: longest([...a.slowest, ...b.slowest]),
    failures: [...a.failures, ...b.failures],
  };
}

function longest(times: readonly (readonly [string, number])[]): Portion['slowest'] {
  return [...times].sort((a, b) => b[1] - a[1]).slice(0, SLOWEST);
}

function added(a: Counts | undefined, b: Counts): Counts {
  if (a === undefined) return b;
  return {
    warning: a.warning + b.warning,
    information: a.information + b.information,
    hint: a.hint + b.hint,
    fixes: a.fixes + b.fixes,
    failures: a.failures + b.failures,
  };
}

/** What an earlier run wrote; a line that it did not finish is left out. */
export function recorded(file: string | undefined): readonly Portion[] {
  if (file === undefined || !existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Portion);
}

export function record(file: string | undefined, portion: Portion): void {
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(portion)}\n`);
}
