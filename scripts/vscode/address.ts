/** Addresses that open a folder, a file or a test run in a served workbench. */
import * as path from 'node:path';
import { host, type Server } from './server';

export interface Opening {
  /** Absolute path of the folder to open. */
  readonly folder: string;
  /** Absolute path of a file to show at once. */
  readonly file?: string;
  /** Absolute path of an extension under development, to be loaded from there. */
  readonly extension?: string;
  /** Absolute path of a module whose `run()` is called in the extension host. */
  readonly tests?: string;
}

/** The address that opens a folder in the served workbench. */
export function addressOf(server: Server, opening: Opening): string {
  // The workbench knows files by the host and port it was served from; under any other name they are strangers to it:
  // they open, but outside the folder, and nothing found in them is drawn.
  const remote = (file: string) => `vscode-remote://${host}:${server.port}${posix(file)}`;
  const payload: [string, string][] = [['skipWelcome', 'true']];
  if (opening.extension !== undefined) payload.push(['extensionDevelopmentPath', remote(opening.extension)]);
  if (opening.tests !== undefined) payload.push(['extensionTestsPath', remote(opening.tests)]);
  if (opening.file !== undefined) payload.push(['openFile', remote(opening.file)]);
  const query = new URLSearchParams({ folder: posix(opening.folder), payload: JSON.stringify(payload) });
  return `http://${host}:${server.port}/?${query.toString()}`;
}

function posix(file: string): string {
  const slashed = file.split(path.sep).join('/');
  return slashed.startsWith('/') ? slashed : `/${slashed}`;
}
