/** Prints what a shipped script is made of, heaviest first: `npx tsx scripts/weigh.ts [src/vscode/extension.ts]`. */
import { build } from 'esbuild';
import { root } from './package';

async function main(): Promise<void> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [process.argv[2] ?? 'src/vscode/lazy/core.ts'],
    outdir: 'out/weigh',
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    charset: 'utf8',
    external: ['vscode', './core', './power'],
    write: false,
    metafile: true,
    logLevel: 'error',
    define: { 'import.meta.url': '""' },
  });
  const [output] = Object.values(metafile.outputs);
  const weights = new Map<string, number>();
  for (const [path, { bytesInOutput }] of Object.entries(output?.inputs ?? {})) {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path.split('/').slice(0, 3).join('/');
    weights.set(name, (weights.get(name) ?? 0) + bytesInOutput);
  }
  for (const [name, bytes] of [...weights].sort((a, b) => b[1] - a[1])) {
    console.log(`${(bytes / 1000).toFixed(1).padStart(7)} KB  ${name}`);
  }
}

void main();
