/** Where the report of a check goes, and in which format. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { version } from '../../../package.json';
import { rules } from '../../core/rules/registry';
import { visible } from '../../report/escape';
import { writers } from '../../report/registry';
import type { Report, ReportError, ReportWriter, Terminal } from '../../report/report';
import { summaryPhrase } from '../../report/wording';
import type { Io } from '../io';
import type { FileOutcome } from '../scan/scan';
import { UsageError, unknown } from '../usage';

export function writerOf(format: string): ReportWriter {
  const writer = writers.find((one) => one.id === format);
  const ids = writers.map((one) => one.id);
  if (writer === undefined) throw unknown('format', format, ids);
  return writer;
}

/** Longer lines are harder to read than a second line. */
const WIDEST = 120;

/** https://no-color.org and https://force-color.org: any value that is not empty counts. */
export function terminalOf(io: Io): Terminal {
  const { NO_COLOR: never, FORCE_COLOR: always } = io.env;
  const color = never !== undefined && never !== '' ? false : (always !== undefined && always !== '') || io.isTerminal;
  return { color, width: io.columns === null ? null : Math.min(io.columns, WIDEST) };
}

export interface Totals {
  readonly outcomes: readonly FileOutcome[];
  /** Problems that belong to no analysed file: missing paths, configuration. */
  readonly errors: readonly ReportError[];
  readonly elapsedMs: number;
}

export function reportOf({ outcomes, errors, elapsedMs }: Totals, terminal: Terminal): Report {
  const findings = outcomes.flatMap((outcome) => outcome.findings);
  return {
    version,
    summary: {
      files: outcomes.length,
      parsed: outcomes.filter((outcome) => outcome.parsed).length,
      findings: findings.length,
      elapsedMs: Math.round(elapsedMs),
    },
    findings,
    errors: [...errors, ...outcomes.flatMap((outcome) => outcome.errors)],
    notices: outcomes.flatMap((outcome) => outcome.notices),
    rules: rules.map((rule) => rule.meta),
    terminal,
  };
}

/** What is still worth saying when standard output carries a diff or a fixed file. */
function brief(report: Report): string {
  const lines = [...report.notices, ...report.errors].map(({ path, message }) => `${path}: ${message}`);
  return [...lines.map(visible), `${summaryPhrase(report.summary)}.`, ''].join('\n');
}

export interface Destination {
  /** A file instead of standard output. */
  readonly file: string | undefined;
  /** Standard output carries something else. */
  readonly outputTaken: boolean;
}

export function deliver(report: Report, writer: ReportWriter, { file, outputTaken }: Destination, io: Io): void {
  if (file === undefined) {
    if (outputTaken) io.err(brief(report));
    else io.out(writer.write(report));
    return;
  }
  try {
    writeFileSync(resolve(io.cwd, file), writer.write({ ...report, terminal: { color: false, width: null } }));
  } catch (error) {
    throw new UsageError(`cannot write ${file} (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`);
  }
}
