/** Where a program keeps what it notes of its user's runs: the folder that each system has for that. */
import { homedir } from 'node:os';
import { dirname, join, posix, win32 } from 'node:path';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The history of measured runs. Linux: `$XDG_STATE_HOME`, else `~/.local/state` (XDG Base Directory Specification 0.8); macOS:
 * `~/Library/Application Support`; Windows: `%LOCALAPPDATA%`, else `%APPDATA%`. `CARBON_HINTS_HISTORY` names another file. A variable
 * that is no absolute path is ignored.
 */
export function historyFile(env: Env, platform: NodeJS.Platform = process.platform, home: string = homedir()): string {
  const path = platform === 'win32' ? win32 : posix;
  const named = (name: string): string | undefined => {
    const value = env[name];
    return value !== undefined && path.isAbsolute(value) ? value : undefined;
  };
  const chosen = named('CARBON_HINTS_HISTORY');
  if (chosen !== undefined) return chosen;
  const usual = platform === 'win32' ? ['AppData', 'Local'] : ['.local', 'state'];
  const folder =
    platform === 'darwin'
      ? path.join(home, 'Library', 'Application Support')
      : ((platform === 'win32' ? (named('LOCALAPPDATA') ?? named('APPDATA')) : named('XDG_STATE_HOME')) ??
        path.join(home, ...usual));
  return path.join(folder, 'carbon-hints', 'history.jsonl');
}

/** Runs that are going on, a file each, beside the history. */
export function openRunsFolder(history: string): string {
  return join(dirname(history), 'open-runs');
}

/** Readings of plug meters, beside the history. */
export function wallFile(env: Env, platform: NodeJS.Platform = process.platform, home: string = homedir()): string {
  const path = platform === 'win32' ? win32 : posix;
  return path.join(path.dirname(historyFile(env, platform, home)), 'wall.jsonl');
}
