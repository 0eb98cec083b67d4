/**
 * Proves the rules on real code: `npm run corpus -- DIR...` analyses all of it and tries every fix of every finding.
 * `--likely` looks only at files in which a rule could fire; `--record FILE` keeps what was done, and goes on from there.
 */
import { parseArgs } from 'node:util';
import { tablesFolder } from '../src/cli/assets';
import { namedFiles } from '../src/cli/files/input';
import { everyFile } from '../src/cli/scan/load';
import type { ScanFile } from '../src/cli/scan/scan';
import { rules } from '../src/core/rules/registry';
import { readTablesWith } from '../src/data/table';
import { tablesIn } from '../src/host/node-tables';
import { NOTHING, type Portion, portionOf, record, recorded, sum } from './corpus/portion';
import { runCorpus } from './corpus/run';
import { NONE, table } from './corpus/tally';

/** Files that are done, and kept in the record, at a time. */
const AT_A_TIME = 100;

function print({ files, parsed, triggered, crashes, slowest, withheld, notPython, counts, failures }: Portion): void {
  const [modules, notebooks] = ['.py', '.ipynb'].map((ending) => files.filter((path) => path.endsWith(ending)).length);
  console.log(`files ${files.length}: ${modules} modules, ${notebooks} notebooks, the rest YAML`);
  console.log(`parsed ${parsed}, of these with a trigger ${triggered}`);
  console.log(`crashes ${crashes}`);
  const lines = slowest.map(([path, ms]) => `  ${ms.toFixed(0).padStart(5)}  ${path}`);
  console.log(`slowest files, in ms of processor time:\n${lines.join('\n')}`);
  console.log(`fixes that cannot be made where they are offered: ${withheld}`);
  console.log(`fixed texts that were no Python 3 before: ${notPython}\n`);
  const ids = rules.map(({ meta }) => meta.id);
  console.log(table(ids, counts, files.length));
  const apart = ids.reduce((all, rule) => all + (counts[rule]?.fixes ?? 0), 0);
  const together = counts['together'] ?? NONE;
  console.log(`\nfixes one by one: ${apart}; all of a file together: ${together.fixes}, ${together.failures} failed`);
  if (failures.length > 0) console.log(`\n${failures.length} failures:\n${failures.join('\n')}`);
}

function selected(folders: readonly string[]): readonly ScanFile[] {
  const { files, errors } = namedFiles(folders, process.cwd(), () => false, everyFile);
  for (const { path, message } of errors) console.error(`${path}: ${message}`);
  return files;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { likely: { type: 'boolean', default: false }, record: { type: 'string' } },
  });
  if (positionals.length === 0) throw new Error('usage: npm run corpus -- [--likely] [--record FILE] DIR...');
  readTablesWith(tablesIn(tablesFolder()));
  let all = recorded(values.record).reduce(sum, NOTHING);
  const done = new Set(all.files);
  const files = selected(positionals).filter(({ path }) => !done.has(path));
  for (let at = 0; at < files.length; at += AT_A_TIME) {
    const some = files.slice(at, at + AT_A_TIME);
    const portion = portionOf(some, await runCorpus(some, values.likely ? 'likely' : 'all'));
    record(values.record, portion);
    all = sum(all, portion);
    if (files.length > AT_A_TIME) console.error(`${at + some.length} of ${files.length}`);
  }
  print(all);
  process.exitCode = all.failures.length === 0 && all.parsed > 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
