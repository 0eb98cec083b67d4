/** Runs the extension host suite in a real VS Code, oldest and newest; says which kind it used; fails when any fails. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { type Desktop, findDesktopForTests } from '../../../scripts/vscode/desktop';
import { outFolder, repository } from '../../../scripts/vscode/paths';
import type { Edition } from '../../../scripts/vscode/versions';
import { copySample } from '../../../scripts/vscode/workspace';
import { runDesktop, runDownloaded } from './electron';
import { printRecord } from './print';
import type { RunRecord } from './result';
import { runServed, type Suite } from './served';

const usage = 'usage: run.ts [oldest|newest] [--served] [--extension FOLDER] [--tests MODULE]';

interface Choice {
  readonly where: string;
  run(): Promise<RunRecord>;
}

async function main(): Promise<boolean> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      served: { type: 'boolean' },
      extension: { type: 'string', default: repository },
      tests: { type: 'string', default: path.join(outFolder, 'test', 'vscode', 'index.js') },
    },
  });
  const editions = positionals.length > 0 ? positionals.map(editionOf) : (['oldest', 'newest'] as const);
  const { extension, tests } = values;
  if (!fs.existsSync(tests))
    throw new Error(`There is no test bundle at ${tests}; "npm run build -- --tests" makes it.`);

  const workspace = copySample();
  try {
    const suite: Suite = { name: 'in-host', extension, tests, workspace: workspace.folder };
    const desktop: Desktop = values.served ? { kind: 'none', reason: 'as asked' } : await findDesktopForTests();
    let passed = true;
    for (const edition of editions) {
      const choice = choose(edition, desktop, suite);
      console.log(`Testing in ${choice.where}.`);
      passed = printRecord(await choice.run()) && passed;
    }
    return passed;
  } finally {
    workspace.remove();
  }
}

function editionOf(word: string): Edition {
  if (word === 'oldest' || word === 'newest') return word;
  throw new Error(`"${word}" is no edition. ${usage}`);
}

/** A VS Code that the person named stands for the newest; the oldest is always the pinned version. */
function choose(edition: Edition, desktop: Desktop, suite: Suite): Choice {
  if (desktop.kind === 'installed' && edition === 'newest') {
    const { executable } = desktop;
    return { where: `desktop VS Code ${executable}`, run: () => runDesktop(executable, edition, suite) };
  }
  if (desktop.kind === 'downloadable') {
    const where = `downloaded desktop VS Code, ${edition} supported (@vscode/test-electron)`;
    return { where, run: () => runDownloaded(edition, suite) };
  }
  const reason = desktop.kind === 'none' ? desktop.reason : 'the named desktop VS Code stands for the newest';
  const where = `served VS Code, ${edition} supported, in Chromium (${reason})`;
  return { where, run: () => runServed(edition, suite) };
}

main()
  .then((passed) => (process.exitCode = passed ? 0 : 1))
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
