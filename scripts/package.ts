/** Packs what is in dist into carbon-hints-<version>.vsix, offline. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';

export const root = join(__dirname, '..');

export function vsixPath(): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return join(root, `carbon-hints-${version}.vsix`);
}

/** Everything is bundled, so no dependency is packed; links stay relative because the README travels with the code. */
export async function createPackage(): Promise<string> {
  await createVSIX({
    cwd: root,
    packagePath: vsixPath(),
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  return vsixPath();
}

async function main(): Promise<void> {
  execFileSync(process.execPath, ['esbuild.config.mjs'], { cwd: root, stdio: 'inherit' });
  console.log(await createPackage());
}

if (require.main === module) void main();
