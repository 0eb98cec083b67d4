/** The measured runs that estimates of a command count in: the history of this user, and files that are named. */
import { resolve } from 'node:path';
import { createHistory } from '../core/estimate/calibration/history';
import { estimator } from '../core/estimate/estimator';
import type { History } from '../core/estimate/types';
import { readRuns, type ReadRuns } from '../host/measured-runs';
import { nodeFiles } from '../host/node-files';
import { historyFile } from '../host/state';
import { visible } from '../report/escape';
import type { Io } from './io';
import { UsageError } from './usage';

/** Lines that cannot be read are named on standard error; a named file that cannot be read at all is a mistake of the user. */
export async function measuredRuns(named: readonly string[], io: Io): Promise<History> {
  const usual = historyFile(io.env);
  const all: ReadRuns[] = nodeFiles.exists(usual) ? [await readRuns(nodeFiles, usual)] : [];
  for (const file of named) {
    if (nodeFiles.whyUnreadable(resolve(io.cwd, file)) !== null) {
      const { problems } = await readRuns(nodeFiles, resolve(io.cwd, file));
      throw new UsageError(`--history ${problems.join('; ')}`);
    }
    all.push(await readRuns(nodeFiles, resolve(io.cwd, file)));
  }
  for (const problem of all.flatMap(({ problems }) => problems)) io.err(`${visible(problem)}\n`);
  return createHistory(
    all.flatMap(({ runs }) => runs),
    estimator,
  );
}
