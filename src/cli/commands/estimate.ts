/** `carbon-hints estimate FILE`: time, energy and emissions of the runs in one file. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { version } from '../../../package.json';
import { buildContext } from '../../core/estimate/context';
import type { History } from '../../core/estimate/types';
import { totalOf } from '../../core/estimate/total';
import { visible } from '../../report/escape';
import { compared } from '../../report/estimate/comparison';
import { explanationOf } from '../../report/estimate/explanation';
import { exported } from '../../report/estimate/exports';
import { stampOf, type EstimateFormat } from '../../report/estimate/formats';
import { markdownOf, terminalOf } from '../../report/estimate/page';
import type { EstimateReport, ReportWorkload } from '../../report/estimate/report';
import { estimateText } from '../../report/estimate/text';
import { measuredRuns } from '../measured-runs';
import { namedFiles, readsStandardInput, standardInput, type Input } from '../files/input';
import type { ExitCode, Io } from '../io';
import { everyFile } from '../scan/load';
import { reported, scan, type OpenDocument } from '../scan/scan';
import { Settings } from '../settings';
import { UsageError } from '../usage';
import { Workplace } from '../workplace';

export interface EstimateOptions {
  readonly hardware?: string;
  readonly region?: string;
  readonly pue?: number;
  readonly hours?: number;
  readonly stdinFilename?: string;
  readonly config?: string;
  readonly embodied?: true;
  readonly compare?: true;
  /** Files of measured runs besides the history; false: none at all. */
  readonly history: readonly string[] | false;
  readonly explain: boolean;
  readonly format: EstimateFormat;
}

async function inputOf(file: string, { stdinFilename }: EstimateOptions, io: Io): Promise<Input> {
  if (readsStandardInput([file])) return standardInput(io, stdinFilename, everyFile);
  const isFolder = statSync(resolve(io.cwd, file), { throwIfNoEntry: false })?.isDirectory() === true;
  if (isFolder) throw new UsageError(`${file} is a folder; estimate takes one file`);
  return namedFiles([file], io.cwd, () => false, everyFile);
}

/** A mistyped name must not become another machine or the world average. */
function understood({ hardware, region }: EstimateOptions): void {
  const machine = null;
  const typed = { hardware: hardware ?? null, region: region ?? null, pue: null, hours: null, machine };
  const [problem] = buildContext(typed).problems;
  if (problem !== undefined) throw new UsageError(problem);
}

const EXPLAINS: readonly EstimateFormat[] = ['text', 'markdown'];
const COMPARES: readonly EstimateFormat[] = ['text', 'json'];

/** Formats of others have no place for pages and tables. */
function fitting({ explain, compare: compares, format }: EstimateOptions): void {
  if (explain && !EXPLAINS.includes(format)) throw new UsageError(`--explain prints text or markdown, not ${format}`);
  if (compares && !explain && !COMPARES.includes(format)) {
    throw new UsageError(`--compare goes with --format text or json, or with --explain; not with ${format}`);
  }
}

function settingsOf({ hardware, region, pue, hours, embodied, config }: EstimateOptions, io: Io): Settings {
  const typed = { hardware, region, pue, hours, embodied };
  const overrides = Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== undefined));
  return new Settings(io.cwd, { file: config, rules: [], overrides });
}

function workloadsOf({ analysis, placer }: OpenDocument): ReportWorkload[] {
  return analysis.workloads.map((workload) => {
    const priced = analysis.estimates.find((one) => one.workload === workload.id);
    const { estimate, missing } = priced ?? { estimate: null, missing: 'not estimated' };
    return { ...placer.nearest(workload.span), workload, estimate, missing };
  });
}

function reportOf(document: OpenDocument, { compare, explain }: EstimateOptions): EstimateReport {
  const report = {
    path: document.file.shown,
    workloads: workloadsOf(document),
    models: document.networks().map(({ span, ...network }) => ({ ...document.placer.nearest(span), ...network })),
    total: totalOf(document.analysis.estimates),
  };
  return explain || compare === true ? compared(report, document.analysis.context) : report;
}

interface Assumed {
  readonly settings: Settings;
  readonly history: History | null;
}

/** Undefined, after saying why, when the file cannot be analysed or what was typed is not understood. */
async function analysed(
  input: Input,
  { settings, history }: Assumed,
  visitor: (document: OpenDocument) => EstimateReport,
  io: Io,
): Promise<EstimateReport | undefined> {
  const workplace = new Workplace(settings, input, history);
  let report: EstimateReport | undefined;
  const errors = [...input.errors];
  const visit = (document: OpenDocument) => {
    report = visitor(document);
    return reported(document);
  };
  for await (const outcome of scan(input.files, workplace, visit, 'everything')) errors.push(...outcome.errors);
  await workplace.dispose();
  for (const { path, message } of [...settings.problems, ...errors]) io.err(`${visible(`${path}: ${message}`)}\n`);
  return settings.problems.length > 0 ? undefined : report;
}

function printed(report: EstimateReport, { explain, format }: EstimateOptions): string {
  if (explain) {
    const blocks = explanationOf(report, 'command line');
    return format === 'markdown' ? markdownOf(blocks) : terminalOf(blocks);
  }
  return format === 'text' ? estimateText(report) : exported(format, report, stampOf(version, new Date()));
}

export async function estimate(file: string, options: EstimateOptions, io: Io): Promise<ExitCode> {
  understood(options);
  fitting(options);
  const settings = settingsOf(options, io);
  const input = await inputOf(file, options, io);
  const history = options.history === false ? null : await measuredRuns(options.history, io);
  const report = await analysed(input, { settings, history }, (document) => reportOf(document, options), io);
  if (report === undefined) return 2;
  io.out(printed(report, options));
  return 0;
}
