/** Where a tool lies: on PATH or where its vendor puts it, never in the workspace and never by a relative path. */
import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, relative, sep } from 'node:path';

/** An editor started from a dock or inside WSL often has a PATH without these. */
const CUSTOMARY: Readonly<Record<string, readonly string[]>> = {
  linux: ['/usr/local/bin', '/usr/bin', '/usr/lib/wsl/lib', '/opt/rocm/bin'],
  darwin: ['/opt/homebrew/bin', '/usr/local/bin', '/usr/bin', '/usr/sbin'],
  win32: ['C:\\Windows\\System32', 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0'],
};

/** Absolute path of the tool with links resolved; undefined when there is none outside `workspaceFolders`. */
export async function findTool(
  tool: string,
  workspaceFolders: readonly string[],
  searchPath: string = process.env['PATH'] ?? '',
): Promise<string | undefined> {
  // A name with a separator would leave the directories that were checked.
  if (!/^[\w.-]+$/.test(tool)) return undefined;
  const forbidden = await Promise.all(workspaceFolders.map(async (folder) => [folder, await resolved(folder)]));
  const directories = [...searchPath.split(delimiter), ...(CUSTOMARY[process.platform] ?? [])];
  for (const directory of directories) {
    if (!isAbsolute(directory)) continue;
    const path = join(directory, fileName(tool));
    const target = await executable(path);
    if (target === undefined) continue;
    if (!forbidden.flat().some((folder) => isInside(path, folder) || isInside(target, folder))) return path;
  }
  return undefined;
}

/** Scripts (.cmd, .bat) would need a shell. */
function fileName(tool: string): string {
  return process.platform === 'win32' && !tool.toLowerCase().endsWith('.exe') ? `${tool}.exe` : tool;
}

/** The file behind the path when it can be run. */
async function executable(path: string): Promise<string | undefined> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile() ? await realpath(path) : undefined;
  } catch {
    return undefined;
  }
}

async function resolved(folder: string): Promise<string> {
  return realpath(folder).catch(() => folder);
}

export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
