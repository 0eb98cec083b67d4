/** Writes everything that follows from the code: registries, rule pages, tables, the manifest; `--check` only compares. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { formatted, type Output, root } from './generate/output';
import { configurationSchema } from './generate/configuration';
import { manifest } from './generate/manifest';
import { registries } from './generate/registries';
import { rulePages } from './generate/rule-pages';
import { notices } from './generate/notices';
import { readme } from './generate/readme';

/** Registries come first: the other generators load the code through them. */
type Generator = () => Promise<readonly Output[]> | readonly Output[];

/** Reads the registry of rules, which may just have been written. */
const proofTable: Generator = async () => (await import('./proof/table')).proofTable();

const stages: readonly Generator[] = [
  registries,
  rulePages,
  manifest,
  configurationSchema,
  readme,
  proofTable,
  notices,
];

function current(output: Output): string | undefined {
  return existsSync(output.path) ? readFileSync(output.path, 'utf8') : undefined;
}

/** One half-written rule must not keep the other files from being generated, but it fails the run. */
async function outputs(stage: Generator): Promise<readonly Output[]> {
  try {
    return await stage();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
    return [];
  }
}

async function generate(mode: 'write' | 'check'): Promise<readonly string[]> {
  const drifted: string[] = [];
  for (const stage of stages) {
    for (const output of await outputs(stage)) {
      const wanted = await formatted(output);
      if (current(output) === wanted) continue;
      drifted.push(relative(root, output.path));
      if (mode === 'check') continue;
      mkdirSync(dirname(output.path), { recursive: true });
      writeFileSync(output.path, wanted);
    }
  }
  return drifted;
}

/** Bundled data has its own programs, each named generate-<what>.mjs; they take `--check` too. */
function generateData(mode: 'write' | 'check'): number {
  const programs = readdirSync(__dirname).filter((name) => /^generate-.*\.mjs$/.test(name));
  const options = mode === 'check' ? ['--check'] : [];
  const codes = programs.map(
    (name) => spawnSync(process.execPath, [join(__dirname, name), ...options], { stdio: 'inherit' }).status ?? 1,
  );
  return Math.max(0, ...codes);
}

async function main(): Promise<void> {
  const mode = process.argv.includes('--check') ? 'check' : 'write';
  const dataCode = generateData(mode);
  const drifted = await generate(mode);
  if (dataCode !== 0) process.exitCode = dataCode;
  if (mode === 'write') {
    console.log(drifted.length === 0 ? 'Generated files are up to date.' : `Wrote ${drifted.join(', ')}`);
    return;
  }
  for (const path of drifted) console.error(`${path} is not what the code says; run \`npm run generate\`.`);
  if (drifted.length > 0) process.exitCode = 1;
}

void main();
