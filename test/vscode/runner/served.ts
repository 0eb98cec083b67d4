/** Runs the extension host suite in a served VS Code, with a headless browser as its window. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Page } from 'playwright-core';
import { addressOf } from '../../../scripts/vscode/address';
import { launchBrowser } from '../../../scripts/vscode/browser';
import { installServed } from '../../../scripts/vscode/install';
import { resultFolder } from '../../../scripts/vscode/paths';
import { startServer } from '../../../scripts/vscode/server';
import type { Edition } from '../../../scripts/vscode/versions';
import { waitFor } from '../../../scripts/vscode/wait';
import { readRecord, resultVariable, type RunRecord } from './result';

export interface Suite {
  /** Names the record in `out/results` and the log in `out/logs`. */
  readonly name: string;
  /** Folder of the extension under development. */
  readonly extension: string;
  /** Module with `run()`, already bundled. */
  readonly tests: string;
  readonly workspace: string;
}

const suiteTimeoutMs = 300_000;

/** Resolves with the record of the run, whatever its outcome; rejects when the suite left none. */
export async function runServed(edition: Edition, suite: Suite): Promise<RunRecord> {
  const install = await installServed(edition);
  const name = `${suite.name}-${edition}`;
  const result = path.join(resultFolder, `${name}.json`);
  fs.rmSync(result, { force: true });
  const server = await startServer(install, { name, environment: { [resultVariable]: result } });
  try {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      const end = await watchForEnd(page);
      const { extension, tests, workspace } = suite;
      await page.goto(addressOf(server, { folder: workspace, extension, tests }));
      return await waitFor(`the test record (see ${server.log})`, suiteTimeoutMs, () => recordOrEnd(result, end));
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

interface End {
  /** Time at which the workbench said that the test run is over, with its exit code. */
  over?: { readonly at: number; readonly code: number };
  readonly lines: string[];
}

/** The workbench hands the log and the exit code of a test run to these two functions of the page. */
async function watchForEnd(page: Page): Promise<End> {
  const end: End = { lines: [] };
  await page.exposeFunction('codeAutomationLog', (_level: string, args: unknown[]) => end.lines.push(args.join(' ')));
  await page.exposeFunction('codeAutomationExit', (code: number) => (end.over = { at: Date.now(), code }));
  return end;
}

function recordOrEnd(result: string, end: End): RunRecord | undefined {
  if (fs.existsSync(result)) return readRecord(result);
  if (end.over !== undefined && Date.now() - end.over.at > 2000) {
    throw new Error(`The tests ended (code ${end.over.code}) without a record:\n${end.lines.slice(-15).join('\n')}`);
  }
  return undefined;
}
