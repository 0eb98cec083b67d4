/** Runs the extension host suite in a desktop VS Code through @vscode/test-electron. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { cacheFolder, resultFolder } from '../../../scripts/vscode/paths';
import { seedSettings } from '../../../scripts/vscode/settings';
import { type Edition, servedVersions } from '../../../scripts/vscode/versions';
import { readRecord, resultVariable, type RunRecord } from './result';
import type { Suite } from './served';

/** Downloads the pinned version once, then runs the suite in it. */
export async function runDownloaded(edition: Edition, suite: Suite): Promise<RunRecord> {
  const version = servedVersions[edition].vscode;
  const executable = await downloadAndUnzipVSCode({ version, cachePath: path.join(cacheFolder, 'desktop') });
  return runDesktop(executable, edition, suite);
}

/** Resolves with the record of the run, whatever its outcome; rejects when the suite left none. */
export async function runDesktop(executable: string, edition: Edition, suite: Suite): Promise<RunRecord> {
  const result = path.join(resultFolder, `${suite.name}-${edition}.json`);
  fs.rmSync(result, { force: true });
  const userData = fs.mkdtempSync(path.join(os.tmpdir(), 'carbon-hints-desktop-'));
  seedSettings(userData, 'given', {});
  try {
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: suite.extension,
      extensionTestsPath: suite.tests,
      extensionTestsEnv: {
        [resultVariable]: result,
        CARBON_HINTS_HISTORY: path.join(userData, 'state', 'history.jsonl'),
      },
      launchArgs: [suite.workspace, '--disable-extensions', `--user-data-dir=${userData}`],
    });
  } catch (error) {
    // A failing test also ends here; the record tells which one, and only without a record is this the whole story.
    if (!fs.existsSync(result)) throw error;
  } finally {
    fs.rmSync(userData, { recursive: true, force: true, maxRetries: 5 });
  }
  if (!fs.existsSync(result)) throw new Error(`The suite in ${executable} ended without a record.`);
  return readRecord(result);
}
