/** Opens a folder in a desktop VS Code with the extension loaded from this repository. */
import { spawn } from 'node:child_process';
import * as path from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { findDesktopForUse } from './desktop';
import { cacheFolder, repository } from './paths';
import { servedVersions } from './versions';

/** Returns whether there was a desktop VS Code to open; when not, says why. */
export async function openDesktop(folder: string): Promise<boolean> {
  const desktop = await findDesktopForUse();
  if (desktop.kind === 'none') {
    console.log(`Not opening a desktop VS Code: ${desktop.reason}.`);
    return false;
  }
  const executable = desktop.kind === 'installed' ? desktop.executable : await download();
  console.log(`Opening ${folder} in ${executable}.`);
  const args = ['--new-window', `--extensionDevelopmentPath=${repository}`, folder];
  const child = spawn(executable, args, {
    stdio: 'ignore',
    detached: true,
    // The command that Windows has on its path is a batch file.
    shell: executable.endsWith('.cmd'),
  });
  await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  child.unref();
  return true;
}

function download(): Promise<string> {
  return downloadAndUnzipVSCode({
    version: servedVersions.newest.vscode,
    cachePath: path.join(cacheFolder, 'desktop'),
  });
}
