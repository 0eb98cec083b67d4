/** Bundles a module that is to run inside the extension host. */
import { build } from 'esbuild';

export async function bundleForHost(entry: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    external: ['vscode'],
  });
}
