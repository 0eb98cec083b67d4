/** Fetches npm packages through the ordinary npm client, without running any script they carry. */
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

/** Unpacks the published tarball of `spec` (name@exact-version) into `target`, which must not exist yet. */
export async function unpackPackage(spec: string, target: string): Promise<void> {
  const downloads = `${target}.download`;
  fs.mkdirSync(downloads, { recursive: true });
  fs.mkdirSync(target, { recursive: true });
  try {
    await execute('npm', ['pack', spec, '--ignore-scripts', '--pack-destination', downloads], downloads);
    const tarball = fs.readdirSync(downloads).find((name) => name.endsWith('.tgz'));
    if (tarball === undefined) throw new Error(`npm pack ${spec} left no tarball.`);
    await execute('tar', ['-xzf', path.join(downloads, tarball), '-C', target, '--strip-components=1'], downloads);
  } finally {
    fs.rmSync(downloads, { recursive: true, force: true });
  }
}

/** Installs the production dependencies of the package in `folder`; native modules are left uncompiled. */
export async function installDependencies(folder: string): Promise<void> {
  await execute('npm', ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], folder);
}

/** Runs a command to its end; an error names the command, its exit and the last lines it wrote. */
export function execute(command: string, args: readonly string[], cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const windows = process.platform === 'win32';
    const child = spawn(command, [...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'], shell: windows });
    let output = '';
    const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => reject(new Error(`Could not start "${command}": ${error.message}`)));
    child.on('close', (code) => {
      if (code === 0) return resolve();
      const tail = output.trim().split('\n').slice(-12).join('\n');
      reject(new Error(`"${command} ${args.join(' ')}" in ${cwd} failed (exit ${code}):\n${tail}`));
    });
  });
}
