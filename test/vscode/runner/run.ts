/** Runs the extension host suite in a real VS Code, oldest and newest; says which kind it used; fails when any fails. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { findDesktopForTests } from '../../../scripts/vscode/desktop';
import { outFolder, repository } from '../../../scripts/vscode/paths';
import type { Edition } from '../../../scripts/vscode/versions';
import { copySample } from '../../../scripts/vscode/workspace';
import { runDesktop, runDownloaded } from './electron';
import { printRecord } from './print';
import type { RunRecord } from './result';
import { runServed, type Suite } from './served';

const usage = 'usage: run.ts [--edition oldest|newest] [--served] [--extension FOLDER] [--tests MODULE]';

type Run = () => Promise<RunRecord>;

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      edition: { type: 'string' },
      served: { type: 'boolean' },
      extension: { type: 'string', default: repository },
      tests: { type: 'string', default: path.join(outFolder, 'test', 'vscode', 'index.js') },
    },
  });
  const { edition, extension, tests } = values;
  if (edition !== undefined && edition !== 'oldest' && edition !== 'newest') throw new Error(usage);
  if (!fs.existsSync(tests)) throw new Error(`There is no test bundle at ${tests}; "npm run build" makes it.`);

  const workspace = copySample();
  try {
    const suite = { name: 'vscode', extension, tests, workspace: workspace.folder };
    const editions: Edition[] = edition === undefined ? ['oldest', 'newest'] : [edition];
    const runs = values.served ? editions.map((one) => () => runServed(one, suite)) : await chooseRuns(editions, suite);
    let passed = true;
    for (const run of runs) passed = printRecord(await run()) && passed;
    return passed;
  } finally {
    workspace.remove();
  }
}

async function chooseRuns(editions: readonly Edition[], suite: Suite): Promise<Run[]> {
  const desktop = await findDesktopForTests();
  if (desktop.kind === 'installed') {
    console.log(`Testing in the desktop VS Code ${desktop.executable}.`);
    return [() => runDesktop(desktop.executable, 'desktop', suite)];
  }
  if (desktop.kind === 'downloadable') {
    console.log('Testing in a downloaded desktop VS Code (@vscode/test-electron).');
    return editions.map((edition) => () => runDownloaded(edition, suite));
  }
  console.log(`Testing in a served VS Code in Chromium: ${desktop.reason}.`);
  return editions.map((edition) => () => runServed(edition, suite));
}

main()
  .then((passed) => (process.exitCode = passed ? 0 : 1))
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
