/** A stage that runs a suite in a real VS Code and counts the records it leaves; no record is a failure. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRecord } from '../../test/vscode/runner/result';
import { execute } from './execute';
import { root } from './paths';
import { minutes, type Outcome, tool } from './stage';

/** `record` is the name of the file in out/results that the program writes. */
export function hosted(program: string, args: readonly string[], record: string): () => Promise<Outcome> {
  return async () => {
    const file = join(root, 'out', 'results', record);
    rmSync(file, { force: true });
    const { code, output } = await execute(process.execPath, [tool('tsx/dist/cli.mjs'), program, ...args], minutes(10));
    if (!existsSync(file)) return { passed: 0, failures: [`${program} ended with ${code} and no record\n${output}`] };
    return counted(JSON.parse(readFileSync(file, 'utf8')) as RunRecord, code, output);
  };
}

function counted({ host, tests }: RunRecord, code: number | null, output: string): Outcome {
  const failures = tests
    .filter(({ state }) => state === 'failed')
    .map(({ title, error }) => `${title}\n${error ?? ''}`);
  if (tests.length === 0) failures.push(`no test ran\n${output}`);
  if (code !== 0 && failures.length === 0) failures.push(`ended with ${code} although no test failed\n${output}`);
  return { passed: tests.length - tests.filter(({ state }) => state === 'failed').length, failures, notes: [host] };
}
