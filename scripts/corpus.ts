/** Proves the rules on real code: `npm run corpus -- DIR...` analyses all of it and tries every fix of every finding. */
import { tablesFolder } from '../src/cli/assets';
import { rules } from '../src/core/rules/registry';
import { readTablesWith } from '../src/data/table';
import { tablesIn } from '../src/host/node-tables';
import { runCorpus, SLOW, UNSOUND, type Outcome } from './corpus/run';
import { faultsOf, rowOf, table } from './corpus/tally';
import type { Trial } from './corpus/check-fixes';

/** What the engine says when it fails; other errors are about files that nobody could read. */
const CRASH = new RegExp(`internal error|failed and was skipped|${UNSOUND}`);
const SHOWN = 10;

function printTotals({ files, parsed, triggered, withheld, trials, answers, errors, times }: Outcome): void {
  const notPython = trials.filter(({ id }) => id !== null && answers.get(id)?.wasPython === false).length;
  console.log(`files ${files}, parsed ${parsed}, of these with a trigger ${triggered}, not readable ${files - parsed}`);
  console.log(`crashes ${errors.filter(({ message }) => CRASH.test(message)).length}`);
  const slowest = [...times].sort((a, b) => b[1] - a[1]).slice(0, SHOWN);
  console.log(
    `slowest files, in ms:\n${slowest.map(([path, ms]) => `  ${ms.toFixed(0).padStart(5)}  ${path}`).join('\n')}`,
  );
  console.log(`fixes that cannot be made where they are offered: ${withheld}`);
  console.log(`fixed texts that were no Python 3 before: ${notPython}\n`);
}

function printTable({ files, findings, trials }: Outcome, failed: ReadonlySet<Trial>): void {
  const rows = rules.map(({ meta }) => rowOf(meta.id, findings, trials, failed));
  console.log(table(rows, files));
  const together = trials.filter(({ rule, id }) => rule === 'together' && id !== null);
  const bad = trials.filter((trial) => trial.rule === 'together' && failed.has(trial)).length;
  console.log(`\nall fixes of a file together: ${together.length} texts, ${bad} failed`);
}

/** One line for each thing that must not happen. */
function failuresOf({ trials, answers, errors, times }: Outcome): { lines: string[]; failed: Set<Trial> } {
  const lines = errors.filter(({ message }) => CRASH.test(message)).map(({ path, message }) => `${path}: ${message}`);
  for (const [path, ms] of times) if (ms > SLOW) lines.push(`${path}: took ${ms.toFixed(0)} ms`);
  const failed = new Set<Trial>();
  for (const trial of trials) {
    const faults = faultsOf(trial, trial.id === null ? undefined : answers.get(trial.id));
    if (faults.length === 0) continue;
    failed.add(trial);
    lines.push(`${trial.what}: ${faults.join('; ')}`);
  }
  return { lines, failed };
}

async function main(): Promise<void> {
  const folders = process.argv.slice(2);
  if (folders.length === 0) throw new Error('usage: npm run corpus -- DIR...');
  readTablesWith(tablesIn(tablesFolder()));
  const outcome = await runCorpus(folders);
  const { lines, failed } = failuresOf(outcome);
  printTotals(outcome);
  printTable(outcome, failed);
  if (lines.length > 0) console.log(`\n${lines.length} failures:\n${lines.join('\n')}`);
  process.exitCode = lines.length === 0 && outcome.parsed > 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
