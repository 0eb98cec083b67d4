/** What a finished check says, as plain data in 1-based positions, and what a writer of one format is. */
import type { RuleId, RuleMeta, Saving, Severity } from '../core/rules/rule';
import type { GramsCO2e, KilowattHours, Range } from '../core/units/quantity';

/** 1-based line, 1-based column in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** `end` is exclusive; a zero-length range has equal ends. */
export interface ReportRange {
  readonly start: Position;
  readonly end: Position;
}

/** `cell` is the 0-based index in the notebook's `cells` array, null outside notebooks. */
export interface ReportPlace {
  readonly cell: number | null;
  readonly range: ReportRange;
}

/** In a notebook, `cell` null is a change of its metadata, in lines of the .ipynb file. */
export interface ReportEdit extends ReportPlace {
  readonly newText: string;
}

export interface ReportFix {
  readonly title: string;
  readonly safety: 'safe' | 'review';
  /** How a `review` fix may change results; null for a safe one. */
  readonly reason: string | null;
  readonly edits: readonly ReportEdit[];
}

export interface ReportRelated extends ReportPlace {
  readonly message: string;
}

/** What the fix would save in one run. */
export interface ReportEstimate {
  readonly energy: Range<KilowattHours>;
  readonly emissions: Range<GramsCO2e>;
}

export interface ReportFinding extends ReportPlace {
  readonly rule: RuleId;
  readonly severity: Exclude<Severity, 'off'>;
  /** `/` separated, relative to the working directory where it lies inside. */
  readonly path: string;
  readonly message: string;
  readonly notes: readonly string[];
  readonly facts: Readonly<Record<string, number | string | boolean | null>>;
  readonly saving: Saving | null;
  readonly estimate: ReportEstimate | null;
  readonly fixes: readonly ReportFix[];
  readonly related: readonly ReportRelated[];
}

/** A file or a path that could not be analysed, in whole or in part. */
export interface ReportError {
  readonly path: string;
  readonly message: string;
}

/** Worth telling a person, but neither a finding nor an error: an unused suppression, a file that was fixed. */
export interface ReportNotice {
  readonly path: string;
  /** 1-based; null when it is about the whole file. */
  readonly line: number | null;
  readonly message: string;
}

export interface ReportSummary {
  /** Files looked at. */
  readonly files: number;
  /** Files that held a trigger word and were parsed. */
  readonly parsed: number;
  readonly findings: number;
  readonly elapsedMs: number;
}

/** How the text format may draw; ignored by every other format. */
export interface Terminal {
  readonly color: boolean;
  /** Columns to wrap at; null does not wrap. */
  readonly width: number | null;
}

export interface Report {
  readonly version: string;
  readonly summary: ReportSummary;
  /** By path, then cell, then position. */
  readonly findings: readonly ReportFinding[];
  readonly errors: readonly ReportError[];
  readonly notices: readonly ReportNotice[];
  /** The rules that could fire, for formats that carry rule help. */
  readonly rules: readonly RuleMeta[];
  readonly terminal: Terminal;
}

/** One output format. */
export interface ReportWriter {
  /** As given to `--format`. */
  readonly id: string;
  /** Customary file ending, with the dot. */
  readonly extension: string;
  /** The whole output, ending in a line end unless empty. */
  write(report: Report): string;
}
