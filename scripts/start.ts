/** `npm start`: prints the check of the sample project, then opens a real editor on it with the extension active. */
import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { vsixPath } from './package';
import { checkServed } from './vscode/check-served';
import { execute } from './vscode/npm';
import { openDesktop } from './vscode/open-desktop';
import { repository, sampleFolder } from './vscode/paths';
import { serveSample } from './vscode/serve-sample';

const usage = `usage: npm start -- [--served] [--port N] [--check]
  --served  a served VS Code, even where a desktop one could be opened
  --port N  port of the served VS Code; a free one without this
  --check   only verify that the served VS Code answers and the extension works in it, then end`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { served: { type: 'boolean' }, port: { type: 'string' }, check: { type: 'boolean' } },
  });
  const port = Number(values.port ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`"${values.port}" is no port.`);

  // Packing also builds.
  await execute(process.execPath, ['--require', 'tsx/cjs', path.join('scripts', 'package.ts')], repository);
  printCheck();
  if (values.check) return checkServed(vsixPath());
  if (!values.served && (await openDesktop(sampleFolder))) return;
  await serveSample(vsixPath(), port);
}

/** What the command line says about the sample. Findings are expected there, so exit code 1 is no failure. */
function printCheck(): void {
  const sample = path.relative(repository, sampleFolder);
  console.log(`$ carbon-hints check ${sample}\n`);
  const args = [path.join('dist', 'cli.js'), 'check', sample];
  const { status, error } = spawnSync(process.execPath, args, { cwd: repository, stdio: 'inherit' });
  if (error !== undefined || status === null || status > 1) throw error ?? new Error(`The check ended with ${status}.`);
  console.log();
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  if ((error as { code?: unknown }).code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') console.error(usage);
  process.exitCode = 1;
});
