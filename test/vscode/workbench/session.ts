/** One served VS Code with the packaged extension, one browser window on it, and a copy of the sample to work in. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { addressOf } from '../../../scripts/vscode/address';
import { launchBrowser } from '../../../scripts/vscode/browser';
import { installServed } from '../../../scripts/vscode/install';
import { type Server, startServer } from '../../../scripts/vscode/server';
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
  /** Text of the history of runs; none exists where absent. */
  readonly history?: string;
  /** Further files of the folder, by name. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface Session {
  readonly workbench: Workbench;
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
  const ends: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const end of ends.reverse()) await end();
  };
  try {
    const { folder, remove } = copySample();
    ends.push(remove);
    for (const [name, text] of Object.entries(options.files ?? {})) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), text);
    }
    const history = path.join(path.dirname(folder), 'history.jsonl');
    if (options.history !== undefined) fs.writeFileSync(history, options.history);
    const server = await serve(options, history);
    ends.push(() => server.stop());
    const browser = await launchBrowser();
    ends.push(() => browser.close());
    const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce' });
    // What was on the screen at the end tells most about a test that failed.
    ends.push(() => lastPicture(context, server.log.replace(/log$/, 'png')));
    const workbench = await open(context, addressOf(server, { folder }));
    return { workbench, lineOf: (file, text) => lineOf(path.join(folder, file), text), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function serve(options: SessionOptions, history: string): Promise<Server> {
  const { name, edition = 'newest', trust = 'given', theme } = options;
  const vsix = process.env[vsixVariable];
  if (vsix === undefined) throw new Error(`${vsixVariable} does not name the packaged extension.`);
  const seed = { ...still, 'workbench.colorTheme': theme ?? 'Default Dark Modern' };
  // Never that of whoever runs the tests.
  const environment = { CARBON_HINTS_HISTORY: history };
  return startServer(await installServed(edition), {
    name: `workbench-${name}`,
    vsix,
    settings: seed,
    trust,
    environment,
  });
}

async function lastPicture(context: BrowserContext, file: string): Promise<void> {
  for (const page of context.pages()) await page.screenshot({ path: file });
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
