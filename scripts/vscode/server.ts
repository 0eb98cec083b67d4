/** Starts a served VS Code on a free loopback port with fresh data folders, and ends it together with all it started. */
import type { ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { endGroup, spawnGroup } from './child';
import type { ServedInstall } from './install';
import { execute } from './npm';
import { logFolder } from './paths';
import { seedSettings, type Settings, type Trust } from './settings';
import { waitFor } from './wait';

export const host = '127.0.0.1';
const startTimeoutMs = 60_000;

export interface ServerOptions {
  /** Names the log file in `out/logs`. */
  readonly name: string;
  /** 0, which is the default, takes a free one. */
  readonly port?: number;
  readonly trust?: Trust;
  readonly settings?: Settings;
  /** A packaged extension to install, as a user would. */
  readonly vsix?: string;
  /** Added to the environment that the extension host sees. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Server {
  readonly port: number;
  readonly log: string;
  /** Folder of the user data; gone after `stop`. */
  readonly userData: string;
  stop(): Promise<void>;
}

export async function startServer(install: ServedInstall, options: ServerOptions): Promise<Server> {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'carbon-hints-vscode-'));
  const folders = {
    server: path.join(data, 'server'),
    user: path.join(data, 'user'),
    extensions: path.join(data, 'ext'),
  };
  seedSettings(folders.user, options.trust ?? 'given', options.settings ?? {});
  if (options.vsix !== undefined) await installVsix(install, folders, options.vsix);

  fs.mkdirSync(logFolder, { recursive: true });
  const log = path.join(logFolder, `${options.name}.log`);
  const child = launch(install, folders, log, options);
  const stop = async () => {
    await endGroup(child);
    fs.rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const port = await waitFor(`VS Code ${install.version.vscode} to start (see ${log})`, startTimeoutMs, () =>
      listeningPort(child, log),
    );
    return { port, log, userData: folders.user, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface DataFolders {
  readonly server: string;
  readonly user: string;
  readonly extensions: string;
}

function launch(
  { node, root }: ServedInstall,
  folders: DataFolders,
  log: string,
  { port = 0, environment = {} }: ServerOptions,
): ChildProcess {
  const args = [
    ...serverCommand(root, folders),
    ...['--host', host, '--port', String(port), '--without-connection-token', '--enable-smoke-test-driver'],
  ];
  const output = fs.openSync(log, 'w');
  try {
    // Not what the person at this machine has measured.
    const history = { CARBON_HINTS_HISTORY: path.join(folders.user, 'state', 'history.jsonl') };
    const env = { ...cleanEnvironment(), ...history, ...environment };
    return spawnGroup(node, args, { cwd: root, stdio: ['ignore', output, output], env });
  } finally {
    fs.closeSync(output);
  }
}

function serverCommand(root: string, folders: DataFolders): string[] {
  return [
    path.join(root, 'out', 'server-main.js'),
    ...['--accept-server-license-terms', '--telemetry-level', 'off'],
    ...['--server-data-dir', folders.server, '--user-data-dir', folders.user, '--extensions-dir', folders.extensions],
  ];
}

/** Lets VS Code itself install the package, as "Install from VSIX" does. */
async function installVsix({ node, root }: ServedInstall, folders: DataFolders, vsix: string): Promise<void> {
  if (!fs.existsSync(vsix)) throw new Error(`There is no packaged extension at ${vsix}; "npm run package" makes it.`);
  await execute(node, [...serverCommand(root, folders), '--install-extension', vsix], root);
  const installed = fs.readdirSync(folders.extensions).some((name) => name !== 'extensions.json');
  if (!installed) throw new Error(`VS Code did not accept ${vsix} as an extension.`);
}

/** Started from a VS Code terminal, the outer editor's variables would make the inner one talk to it. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

function listeningPort(child: ChildProcess, log: string): number | undefined {
  const text = fs.readFileSync(log, 'utf8');
  if (child.exitCode !== null) throw new Error(`VS Code's server ended at once (exit ${child.exitCode}):\n${text}`);
  const match = /Extension host agent listening on (\d+)/.exec(text);
  return match ? Number(match[1]) : undefined;
}
