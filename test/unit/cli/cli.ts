/** Runs the command line inside the test process, in a folder, with its output caught. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Io } from '../../../src/cli/io';
import { runCommandLine } from '../../../src/cli/program';

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Surroundings {
  readonly cwd: string;
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  /** Columns of a terminal on standard output. */
  readonly columns?: number;
}

export async function carbonHints(args: readonly string[], around: Surroundings): Promise<Outcome> {
  const state = mkdtempSync(join(tmpdir(), 'carbon-hints-cli-'));
  try {
    return await run(args, around, join(state, 'no-history.jsonl'));
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}

async function run(args: readonly string[], around: Surroundings, history: string): Promise<Outcome> {
  const out: Uint8Array[] = [];
  const err: Uint8Array[] = [];
  const io: Io = {
    cwd: around.cwd,
    // Not what whoever runs the tests has measured.
    env: { CARBON_HINTS_HISTORY: history, ...around.env },
    isTerminal: around.columns !== undefined,
    columns: around.columns ?? null,
    out: (content) => void out.push(Buffer.from(content)),
    err: (text) => void err.push(Buffer.from(text)),
    readInput: () => Promise.resolve(Buffer.from(around.input ?? '')),
    signal: new AbortController().signal,
    startThread: null,
  };
  const code = await runCommandLine(args, io);
  return { code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() };
}
