/** `carbon-hints check`: find wasteful patterns, report them, and mend them where asked. */
import type { Worker } from 'node:worker_threads';
import { rules } from '../../core/rules/registry';
import { namedFiles, readsStandardInput, standardInput, type Input } from '../files/input';
import type { ExitCode, Io } from '../io';
import type { PrefilterAt } from '../scan/load';
import { prefilters } from '../scan/prefilter';
import { reported, scan, type Around, type FileOutcome, type Visit } from '../scan/scan';
import { Settings } from '../settings';
import { scanInThreads, threadsFor } from '../threads/crew';
import { scannerOf } from '../threads/worker';
import { unknown } from '../usage';
import { Workplace } from '../workplace';
import { modeFor } from './check-mode';
import { deliver, reportOf, terminalOf, writerOf } from './check-output';

export interface CheckOptions {
  readonly format: string;
  readonly fix: boolean;
  readonly reviewFixes: boolean;
  readonly diff: boolean;
  readonly rule: readonly string[];
  readonly stdinFilename?: string;
  readonly config?: string;
  readonly exitZero: boolean;
  readonly output?: string;
}

function validateRules(named: readonly string[]): void {
  const ids = rules.map((rule) => rule.meta.id);
  for (const name of named) if (!ids.includes(name)) throw unknown('rule', name, ids);
}

async function collect(input: Input, doors: Around, visit: Visit): Promise<FileOutcome[]> {
  const outcomes: FileOutcome[] = [];
  for await (const outcome of scan(input.files, doors, visit)) outcomes.push(outcome);
  return outcomes;
}

interface Way {
  readonly visit: Visit;
  /** Undefined where there are no threads. */
  readonly start: (() => Worker) | undefined;
}

/** Many files that are only reported are shared out; what changes or shows files does it one after the other. */
async function outcomesOf(
  input: Input,
  doors: Around,
  settings: Settings,
  { visit, start }: Way,
): Promise<FileOutcome[]> {
  const threads = visit === reported && start ? threadsFor(input.files.length) : 0;
  if (threads === 0 || !start) return collect(input, doors, visit);
  const workers = Array.from({ length: threads }, start);
  const outcomes: FileOutcome[] = [];
  for await (const found of scanInThreads(input.files, workers, scannerOf(doors, settings))) {
    outcomes.push(...found.outcomes);
    settings.learn(found.problems);
  }
  return outcomes;
}

function exitCode(outcomes: readonly FileOutcome[], input: Input, settings: Settings, options: CheckOptions): ExitCode {
  if (input.nothingExists || settings.problems.length > 0) return 2;
  return outcomes.some((outcome) => outcome.findings.length > 0) && !options.exitZero ? 1 : 0;
}

async function inputOf(paths: readonly string[], options: CheckOptions, settings: Settings, io: Io): Promise<Input> {
  const prefilterOf = prefilters(rules.map((rule) => rule.meta));
  const prefilterAt: PrefilterAt = (path) => prefilterOf(settings.of(path));
  if (readsStandardInput(paths)) return standardInput(io, options.stdinFilename, prefilterAt);
  return namedFiles(paths, io.cwd, (path) => settings.excludes(path), prefilterAt);
}

export async function check(paths: readonly string[], options: CheckOptions, io: Io): Promise<ExitCode> {
  const started = performance.now();
  const writer = writerOf(options.format);
  validateRules(options.rule);
  const settings = new Settings(io.cwd, { file: options.config, rules: options.rule, overrides: {} });
  const input = await inputOf(paths, options, settings, io);
  const workplace = new Workplace(settings, input);
  const mode = modeFor(options, readsStandardInput(paths) ? 'input' : 'files', io);
  const order = { cwd: io.cwd, config: options.config, rules: options.rule };
  const start = io.startThread?.bind(null, order);
  const outcomes = await outcomesOf(input, workplace, settings, { visit: mode.visit, start });
  await workplace.dispose();
  mode.finish(input);
  const errors = [...settings.problems, ...input.errors];
  const report = reportOf({ outcomes, errors, elapsedMs: performance.now() - started }, terminalOf(io));
  deliver(report, writer, { file: options.output, outputTaken: mode.outputTaken }, io);
  return exitCode(outcomes, input, settings, options);
}
