/** Makes sure that there is a browser to drive: on a Debian machine where we are root, a missing Chromium is installed. */
import { existsSync } from 'node:fs';
import { findBrowser } from '../vscode/browser';
import { execute } from './execute';
import { minutes, type Outcome } from './stage';

const APT = '/usr/bin/apt-get';

function browser(): string | undefined {
  try {
    return findBrowser();
  } catch {
    return undefined;
  }
}

/** Nobody else's machine is changed: without root or apt-get, the message of `findBrowser` says what to install. */
export async function ensureBrowser(): Promise<Outcome> {
  const present = browser();
  if (present !== undefined) return { passed: 1, failures: [], notes: [present] };
  if (process.getuid?.() === 0 && existsSync(APT)) {
    await execute(APT, ['update'], minutes(3));
    const install = ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'];
    const { code, output } = await execute(APT, install, minutes(6));
    if (code !== 0) return { passed: 0, failures: [`apt-get ${install.join(' ')} ended with ${code}\n${output}`] };
  }
  return { passed: 1, failures: [], notes: [findBrowser()] };
}
