/** Prints what a shipped script is made of, heaviest first: `npx tsx scripts/weigh.ts [extension]`. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { root } from './package';

function main(): void {
  const { status } = spawnSync(process.execPath, ['esbuild.config.mjs', '--metafile'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error('the build failed');
  const script = process.argv[2] ?? 'core';
  const { outputs } = JSON.parse(readFileSync(join(root, 'out', 'weigh', `${script}.js.json`), 'utf8')) as Metafile;
  const [output] = Object.values(outputs);
  const weights = new Map<string, number>();
  for (const [path, { bytesInOutput }] of Object.entries(output?.inputs ?? {})) {
    const name = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path.split('/').slice(0, 3).join('/');
    weights.set(name, (weights.get(name) ?? 0) + bytesInOutput);
  }
  for (const [name, bytes] of [...weights].sort((a, b) => b[1] - a[1])) {
    console.log(`${(bytes / 1000).toFixed(1).padStart(7)} KB  ${name}`);
  }
}

main();
