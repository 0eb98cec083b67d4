/** `npm start`: prints the check of the sample project, then opens a real editor on it with the extension active. */
import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { createPackage } from './package';
import { checkServed } from './vscode/check-served';
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

  node(['esbuild.config.mjs']);
  printCheck();
  if (values.check) return checkServed(await createPackage());
  if (!values.served && (await openDesktop(sampleFolder))) return;
  await serveSample(await createPackage(), port);
}

/** What the command line says about the sample; findings are expected there, so exit code 1 is no failure. */
function printCheck(): void {
  console.log('$ carbon-hints check media/sample\n');
  const status = node(['dist/cli.js', 'check', path.relative(repository, sampleFolder)], [0, 1]);
  if (status === 0) console.log('(nothing found)');
  console.log();
}

/** Runs Node in the repository with this terminal; throws when it ends with a code that is not `accepted`. */
function node(args: readonly string[], accepted: readonly number[] = [0]): number {
  const { status, error } = spawnSync(process.execPath, [...args], { cwd: repository, stdio: 'inherit' });
  if (error !== undefined) throw error;
  if (status === null || !accepted.includes(status)) throw new Error(`node ${args.join(' ')} ended with ${status}.`);
  return status;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  if ((error as { code?: unknown }).code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') console.error(usage);
  process.exitCode = 1;
});
