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
  const remote = (file: string) => `vscode-remote://${host}:${server.port}${encodedPath(file)}`;
  const payload: [string, string][] = [];
  if (opening.extension !== undefined) payload.push(['extensionDevelopmentPath', remote(opening.extension)]);
  if (opening.tests !== undefined) payload.push(['extensionTestsPath', remote(opening.tests)]);
  if (opening.file !== undefined) payload.push(['openFile', remote(opening.file)]);
  const extra = payload.length === 0 ? '' : `&payload=${encodeURIComponent(JSON.stringify(payload))}`;
  return `http://${host}:${server.port}/?folder=${encodedPath(opening.folder)}${extra}`;
}

/** Keeps the slashes, so that a person can still read the address. */
function encodedPath(file: string): string {
  const encoded = file.split(path.sep).map(encodeURIComponent).join('/');
  return encoded.startsWith('/') ? encoded : `/${encoded}`;
}
