/** Prints the budgets of docs/benchmarks.md as measured on this machine: `npm run bench`, or `-- --only edits,sizes`. */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { createPackage, root } from './package';

/** Each runs in a process of its own, so that none inherits the heap of another. */
const benchmarks: Readonly<Record<string, readonly string[]>> = {
  sizes: [],
  edits: [],
  memory: ['--expose-gc'],
  activation: [],
  scan: [],
  meter: [],
  soak: [],
  'editor-soak': [],
  mutations: [],
};
/** Half an hour and more each: run by name only. */
const LONG = ['soak', 'editor-soak', 'mutations'];

/** What calls the engine itself has it as it is shipped: run from the source, every function that is made is given its name first. */
const BUNDLED: readonly string[] = ['edits', 'memory', 'mutations'];

async function run(name: string, flags: readonly string[]): Promise<boolean> {
  const source = join(root, 'test', 'bench', `${name}.ts`);
  const program = BUNDLED.includes(name) ? [await bundled(name, source)] : ['--require', 'tsx/cjs', source];
  return spawnSync(process.execPath, [...flags, ...program], { cwd: root, stdio: 'inherit' }).status === 0;
}

/** The path of the bundle; from its folder the root is as far as from the source. */
async function bundled(name: string, source: string): Promise<string> {
  const outfile = join(root, 'out', 'bench', `${name}.js`);
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    minify: true,
    mainFields: ['module', 'main'],
    define: { 'import.meta.url': 'moduleUrl' },
    banner: { js: 'const moduleUrl=require("node:url").pathToFileURL(__filename).href;' },
  });
  return outfile;
}

async function main(): Promise<void> {
  const at = process.argv.indexOf('--only');
  const only =
    at < 0 ? Object.keys(benchmarks).filter((name) => !LONG.includes(name)) : (process.argv[at + 1] ?? '').split(',');
  const unknown = only.filter((name) => !(name in benchmarks));
  if (unknown.length > 0)
    throw new Error(`--only takes ${Object.keys(benchmarks).join(', ')}; not ${unknown.join(', ')}`);
  const built = spawnSync(process.execPath, ['esbuild.config.mjs'], { cwd: root, stdio: 'inherit' }).status === 0;
  if (!built) throw new Error('the build failed');
  if (only.includes('sizes')) await createPackage();
  const processors = cpus();
  console.log(`${processors.length} x ${processors[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}\n`);
  const failed: string[] = [];
  for (const name of only) if (!(await run(name, benchmarks[name] ?? []))) failed.push(name);
  if (failed.length > 0) console.error(`\ndid not run to the end: ${failed.join(', ')}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
