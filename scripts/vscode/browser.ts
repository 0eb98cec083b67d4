/** Finds a Chromium-like browser on the machine and starts it for driving the served workbench. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { which } from './which';

const onPath = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'chrome'];
const wellKnown = [
  '/usr/bin/chromium',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Small shared memory, as in containers, must not crash the page.
  '--disable-dev-shm-usage',
];

/** The environment variable CHROMIUM wins; an error says how to get a browser. */
export function findBrowser(): string {
  const named = process.env['CHROMIUM'];
  if (named !== undefined && named !== '') {
    if (fs.existsSync(named)) return named;
    throw new Error(`CHROMIUM names ${named}, which does not exist.`);
  }
  for (const file of candidates()) if (file !== '' && fs.existsSync(file)) return file;
  throw new Error(
    'Testing in a served VS Code needs Chromium or Chrome. Install one (Debian, Ubuntu: apt-get install chromium; ' +
      'macOS: brew install --cask chromium), or name one in the environment variable CHROMIUM.',
  );
}

function* candidates(): Iterable<string> {
  for (const name of onPath) yield which(name) ?? '';
  yield* wellKnown;
  yield* playwrightBrowsers();
}

/** Browsers that an installation of Playwright has downloaded earlier. */
function playwrightBrowsers(): string[] {
  const places = { linux: '.cache', darwin: 'Library/Caches', win32: 'AppData/Local' } as Record<string, string>;
  const folder =
    process.env['PLAYWRIGHT_BROWSERS_PATH'] ??
    path.join(os.homedir(), places[process.platform] ?? '.cache', 'ms-playwright');
  if (!fs.existsSync(folder)) return [];
  const builds = fs.readdirSync(folder).filter((name) => name.startsWith('chromium-'));
  const inBuild = ['chrome-linux/chrome', 'chrome-linux64/chrome', 'chrome-win/chrome.exe'];
  return builds.flatMap((build) => inBuild.map((file) => path.join(folder, build, file)));
}

export async function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  try {
    return await chromium.launch({ executablePath, args: flags });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Could not start ${executablePath}: ${reason}`, { cause: error });
  }
}
