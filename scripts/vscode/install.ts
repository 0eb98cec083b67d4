/** Installs the served VS Code versions into the ignored cache; run as a command it installs both. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { withLock } from './lock';
import { installDependencies, unpackPackage } from './npm';
import { cacheFolder } from './paths';
import { type Edition, nodePackages, type ServedVersion, servedVersions } from './versions';

export interface ServedInstall {
  readonly version: ServedVersion;
  /** Folder of the VS Code server inside the package. */
  readonly root: string;
  /** Node executable that is new enough for this version. */
  readonly node: string;
}

/** Makes sure that one edition is installed. Safe to call at any time and from several processes. */
export async function installServed(edition: Edition): Promise<ServedInstall> {
  const version = servedVersions[edition];
  const folder = path.join(cacheFolder, `code-server-${version.package}`);
  await installOnce(folder, `VS Code ${version.vscode}`, async (staging) => {
    await unpackPackage(`code-server@${version.package}`, staging);
    await installDependencies(path.join(staging, 'lib', 'vscode'));
    await installDependencies(path.join(staging, 'lib', 'vscode', 'extensions'));
  });
  return { version, root: path.join(folder, 'lib', 'vscode'), node: await installNode(version.nodeMajor) };
}

/** The running Node where it is new enough, else a pinned one from npm. */
async function installNode(major: number): Promise<string> {
  if (Number(process.versions.node.split('.')[0]) >= major) return process.execPath;
  const platform = `${process.platform}-${process.arch}`;
  const spec = nodePackages[platform];
  if (spec === undefined) {
    throw new Error(`VS Code needs Node ${major} here and npm has none for ${platform}; run this with Node ${major}.`);
  }
  const folder = path.join(cacheFolder, spec.replace('@', '-'));
  await installOnce(folder, `Node ${major}`, (staging) => unpackPackage(spec, staging));
  return path.join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** Invariant: a folder under its final name is complete; anything half done lies under another name. */
async function installOnce(folder: string, name: string, fill: (staging: string) => Promise<void>): Promise<void> {
  if (fs.existsSync(folder)) return;
  await withLock(`${folder}.lock`, async () => {
    if (fs.existsSync(folder)) return;
    console.error(`Installing ${name} from npm into ${folder} (once).`);
    const staging = `${folder}.partial`;
    fs.rmSync(staging, { recursive: true, force: true });
    try {
      await fill(staging);
    } catch (error) {
      fs.rmSync(staging, { recursive: true, force: true });
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`Could not install ${name}. It comes from the npm registry; is that reachable?\n${reason}`, {
        cause: error,
      });
    }
    fs.renameSync(staging, folder);
  });
}

async function main(): Promise<void> {
  for (const edition of ['oldest', 'newest'] as const) {
    const { version, root, node } = await installServed(edition);
    console.log(`VS Code ${version.vscode}: ${root} (started by ${node})`);
  }
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
