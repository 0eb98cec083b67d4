/** `carbon-hints history`: lists, exports, imports and clears the measured runs of this user. */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { version } from '../../../package.json';
import type { HistoryLine } from '../../core/estimate/calibration/import/history-line';
import { clearHistory, historySize, importInto, readHistoryFile } from '../../host/history';
import { nodeFiles } from '../../host/node-files';
import { historyFile } from '../../host/state';
import { visible } from '../../report/escape';
import { exportedRuns } from '../../report/runs/exports';
import type { HistoryFormat } from '../../report/runs/formats';
import { counted } from '../../report/wording';
import type { ExitCode, Io } from '../io';
import { UsageError } from '../usage';

export interface ListOptions {
  readonly format: HistoryFormat;
  readonly script?: string;
  readonly last?: number;
  readonly output?: string;
}

/** The latest run comes last, as in the file. */
export async function list(options: ListOptions, io: Io): Promise<ExitCode> {
  const path = historyFile(io.env);
  const { lines, problems } = await readHistoryFile(nodeFiles, path);
  for (const { line, message } of problems)
    io.err(`${visible(`${path}${line === null ? '' : `:${line}`}: ${message}`)}\n`);
  const chosen = lines.filter((line) => isOf(line, options.script)).slice(-(options.last ?? lines.length));
  const content = exportedRuns(options.format, options.last === 0 ? [] : chosen, version);
  if (options.output === undefined) io.out(content);
  else written(options.output, content, io);
  return 0;
}

function written(file: string, content: string, { cwd }: Io): void {
  try {
    writeFileSync(resolve(cwd, file), content);
  } catch (error) {
    throw new UsageError(`cannot write ${file} (${codeOf(error)})`);
  }
}

/** Each file for itself: one that cannot be read does not keep the others out. */
export async function importFiles(files: readonly string[], io: Io): Promise<ExitCode> {
  const path = historyFile(io.env);
  const missing = files.filter((file) => nodeFiles.whyUnreadable(resolve(io.cwd, file)) !== null);
  if (missing.length > 0) throw new UsageError(`cannot read ${missing.join(', ')}`);
  for (const file of files) {
    const found = await importInto(nodeFiles, path, file, readFileSync(resolve(io.cwd, file), 'utf8'));
    if (found === null) throw new UsageError(`cannot write ${path}`);
    const said = found.problems.map(({ line, message }) => `${file}${line === null ? '' : `:${line}`}: ${message}\n`);
    for (const one of said) io.err(visible(one.trimEnd()) + '\n');
    io.out(
      `${visible(file)}: ${counted(found.added, 'run')} added, ${found.known.toLocaleString('en')} known already\n`,
    );
  }
  return 0;
}

/** Asks for a word on purpose: what is cleared is gone. */
export async function clear({ yes }: { readonly yes: boolean }, io: Io): Promise<ExitCode> {
  const path = historyFile(io.env);
  const { lines } = await readHistoryFile(nodeFiles, path);
  if ((await historySize(path)) === 0) {
    io.out('The history is empty.\n');
    return 0;
  }
  if (!yes) {
    throw new UsageError(`this removes ${counted(lines.length, 'measured run')} for good; say --yes to do it`);
  }
  if (!(await clearHistory(path))) throw new UsageError(`cannot write ${path}`);
  io.out(`${counted(lines.length, 'run')} removed from ${visible(path)}\n`);
  return 0;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}

function isOf({ script, imported }: HistoryLine, wanted: string | undefined): boolean {
  const name = script ?? imported?.project ?? '';
  return wanted === undefined || name === wanted || name.endsWith(`/${wanted}`);
}
