/** One served VS Code with the packaged extension, one browser window on it, and a copy of the sample to work in. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { addressOf } from '../../../scripts/vscode/address';
import { launchBrowser } from '../../../scripts/vscode/browser';
import { installServed } from '../../../scripts/vscode/install';
import { startServer } from '../../../scripts/vscode/server';
import type { Settings, Trust } from '../../../scripts/vscode/settings';
import type { Edition } from '../../../scripts/vscode/versions';
import { copySample } from '../../../scripts/vscode/workspace';
import { Workbench } from './workbench';

/** Environment variable that names the packaged extension under test. */
export const vsixVariable = 'CARBON_HINTS_VSIX';

export interface SessionOptions {
  readonly name: string;
  readonly edition?: Edition;
  readonly trust?: Trust;
  readonly theme?: string;
  readonly settings?: Settings;
}

export interface Session {
  readonly workbench: Workbench;
  /** Folder that is open in the workbench; gone after `close`. */
  readonly folder: string;
  /** Line, from 1, on which a file of the sample has this text. */
  lineOf(file: string, text: string): number;
  close(): Promise<void>;
}

const size = { width: 1280, height: 900 };

/** What makes pictures of the same state look the same. */
const still: Settings = {
  'editor.cursorBlinking': 'solid',
  'workbench.reduceMotion': 'on',
  'editor.minimap.enabled': false,
};

export async function openSession(options: SessionOptions): Promise<Session> {
  const vsix = process.env[vsixVariable];
  if (vsix === undefined) throw new Error(`${vsixVariable} does not name the packaged extension.`);
  const install = await installServed(options.edition ?? 'newest');
  const workspace = copySample();
  const theme = options.theme ?? 'Default Dark Modern';
  const settings = { ...still, 'workbench.colorTheme': theme, ...options.settings };
  const server = await startServer(install, {
    name: `workbench-${options.name}`,
    vsix,
    settings,
    trust: options.trust ?? 'given',
  });
  const browser = await launchBrowser();
  const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce' });
  const close = async () => {
    // What was on the screen at the end tells most about a test that failed.
    for (const page of context.pages()) await page.screenshot({ path: server.log.replace(/log$/, 'png') });
    await browser.close();
    await server.stop();
    workspace.remove();
  };
  try {
    const workbench = await open(context, addressOf(server, { folder: workspace.folder }));
    const { folder } = workspace;
    return { workbench, folder, lineOf: (file, text) => lineOf(path.join(folder, file), text), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(context: BrowserContext, address: string): Promise<Workbench> {
  const page = await context.newPage();
  await page.goto(address);
  const workbench = new Workbench(page);
  await workbench.ready();
  return workbench;
}

function lineOf(file: string, text: string): number {
  const index = fs
    .readFileSync(file, 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text));
  if (index < 0) throw new Error(`${file} has no line with "${text}".`);
  return index + 1;
}
