/** Runs the workbench suite against the packaged extension and leaves a record; fails when any test fails. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import Mocha from 'mocha';
import { vsixPath } from '../../../scripts/package';
import { resultFolder } from '../../../scripts/vscode/paths';
import { servedVersions } from '../../../scripts/vscode/versions';
import { failures, runAndRecord } from '../runner/result';
import { vsixVariable } from './session';

const testTimeoutMs = 180_000;

/** Any words given narrow the run to tests whose title has one of them. */
async function main(words: readonly string[]): Promise<boolean> {
  const vsix = (process.env[vsixVariable] ??= vsixPath());
  if (!fs.existsSync(vsix)) throw new Error(`There is no packaged extension at ${vsix}; "npm run package" makes it.`);
  const mocha = new Mocha({ ui: 'bdd', timeout: testTimeoutMs });
  if (words.length > 0) mocha.grep(new RegExp(words.join('|')));
  for (const name of fs.readdirSync(__dirname)) {
    if (name.endsWith('.test.ts')) mocha.addFile(path.join(__dirname, name));
  }
  const host = `${path.basename(vsix)} in VS Code ${servedVersions.newest.vscode} and ${servedVersions.oldest.vscode}, Chromium`;
  console.log(`Driving ${host}.`);
  const record = await runAndRecord(mocha, host, path.join(resultFolder, 'workbench.json'));
  return record.tests.length > 0 && failures(record).length === 0;
}

main(process.argv.slice(2))
  .then((passed) => process.exit(passed ? 0 : 1))
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
