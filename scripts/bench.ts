/** Prints the budgets of docs/benchmarks.md as measured on this machine: `npm run bench`, or `-- --only edits,sizes`. */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';
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
};
/** Half an hour each: run by name only. */
const LONG = ['soak'];

function run(name: string, flags: readonly string[]): boolean {
  const file = join(root, 'test', 'bench', `${name}.ts`);
  return (
    spawnSync(process.execPath, ['--require', 'tsx/cjs', ...flags, file], { cwd: root, stdio: 'inherit' }).status === 0
  );
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
  const failed = only.filter((name) => !run(name, benchmarks[name] ?? []));
  if (failed.length > 0) console.error(`\ndid not run to the end: ${failed.join(', ')}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
