/** What a stage of the test run is, and the common kinds: a command that must succeed, and a mocha run that is counted. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execute } from './execute';
import { root } from './paths';

/** What a stage found. Failures are texts to print as they are. */
export interface Outcome {
  readonly passed: number;
  readonly failures: readonly string[];
  /** Facts worth a line even when all is well, for example sizes. */
  readonly notes?: readonly string[];
}

export interface Stage {
  readonly name: string;
  /** Names of stages whose output this one reads; it counts as failed when one of them failed. */
  readonly needs?: readonly string[];
  readonly run: () => Promise<Outcome>;
}

export const minutes = (count: number): number => count * 60_000;

/** One check: the command ends with 0 within the time. */
export function command(name: string, args: readonly string[], limit: number = minutes(5)): () => Promise<Outcome> {
  return async () => {
    const { code, output } = await execute(process.execPath, args, limit);
    return code === 0
      ? { passed: 1, failures: [] }
      : { passed: 0, failures: [`${name} ended with ${code}\n${output}`] };
  };
}

/** A script or tool that is installed in node_modules, by its JavaScript file. */
export const tool = (path: string): string => join(root, 'node_modules', path);
export const script = (name: string): readonly string[] => [tool('tsx/dist/cli.mjs'), join(root, 'scripts', name)];

interface MochaResult {
  readonly stats: { readonly passes: number; readonly pending: number };
  readonly failures: readonly {
    readonly fullTitle: string;
    readonly err: { readonly stack?: string; readonly message?: string };
  }[];
  readonly pending: readonly { readonly fullTitle: string }[];
}

/** Counts each test; a skipped one counts as failed, and a run that reports nothing fails. */
export function mocha(name: string, patterns: readonly string[], limit: number): () => Promise<Outcome> {
  return async () => {
    const report = join(root, 'out', 'results', `${name}.json`);
    mkdirSync(dirname(report), { recursive: true });
    rmSync(report, { force: true });
    const reporter = ['--reporter', 'json', '--reporter-option', `output=${report}`];
    const { code, output } = await execute(
      process.execPath,
      [tool('mocha/bin/mocha.js'), ...reporter, ...patterns],
      limit,
    );
    if (!existsSync(report)) return { passed: 0, failures: [`mocha ended with ${code} and no report\n${output}`] };
    return counted(JSON.parse(readFileSync(report, 'utf8')) as MochaResult, code);
  };
}

function counted(result: MochaResult, code: number | null): Outcome {
  const failures = [
    ...result.failures.map(({ fullTitle, err }) => `${fullTitle}\n${err.stack ?? err.message ?? ''}`),
    ...result.pending.map(({ fullTitle }) => `${fullTitle}\nwas skipped`),
  ];
  if (result.stats.passes + failures.length === 0) failures.push('no test ran');
  if (code !== 0 && failures.length === 0) failures.push(`mocha ended with ${code} although no test failed`);
  return { passed: result.stats.passes, failures };
}
