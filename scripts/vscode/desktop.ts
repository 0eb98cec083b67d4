/** Finds out whether a desktop VS Code can be used on this machine: one that is there, or one to be downloaded. */
import * as fs from 'node:fs';
import { which } from './which';

const downloadSite = 'https://update.code.visualstudio.com/api/releases/stable';
const answerTimeoutMs = 4000;

export type Desktop =
  | { readonly kind: 'installed'; readonly executable: string }
  | { readonly kind: 'downloadable' }
  | { readonly kind: 'none'; readonly reason: string };

/** A desktop VS Code whose windows a person will use: the `code` command is as good as the program itself. */
export async function findDesktopForUse(): Promise<Desktop> {
  return find(namedDesktop() ?? which('code'));
}

/** A desktop VS Code for tests, which must be the program itself: the `code` command does not wait for its end. */
export async function findDesktopForTests(): Promise<Desktop> {
  return find(namedDesktop());
}

async function find(executable: string | undefined): Promise<Desktop> {
  if (!hasDisplay()) return { kind: 'none', reason: 'this session has no display' };
  if (executable !== undefined) return { kind: 'installed', executable };
  if (await answers(downloadSite)) return { kind: 'downloadable' };
  return { kind: 'none', reason: "none was found and VS Code's download site does not answer" };
}

function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

/** Throws when the environment variable VSCODE_EXECUTABLE names nothing. */
function namedDesktop(): string | undefined {
  const named = process.env['VSCODE_EXECUTABLE'];
  if (named === undefined || named === '') return undefined;
  if (fs.existsSync(named)) return named;
  throw new Error(`VSCODE_EXECUTABLE names ${named}, which does not exist.`);
}

async function answers(address: string): Promise<boolean> {
  try {
    return (await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(answerTimeoutMs) })).ok;
  } catch {
    return false;
  }
}
