/** What goes in and out of the engine: plain data only. */
import type { Config } from './config/types';
import type { EstimateContext, SavingEstimate, WorkloadEstimate } from './estimate/types';
import type { CompletedFix } from './fixes/completed';
import type { ConfigurationFile, DocumentFacts } from './model/model';
import type { Workload } from './model/workload';
import type { DefinedModel } from './model/workloads/defined';
import type { Finding, Fix, RuleId } from './rules/rule';
import type { Ignore } from './suppress/insert';
import type { NotebookMetadata } from './text/notebook/metadata';
import type { CellOutputs } from './text/notebook/outputs';
import type { Span, TextEdit } from './text/span';

export type DocumentId = string;

export interface TextChange {
  readonly span: Span;
  readonly newText: string;
}

export interface CellSource {
  readonly kind: 'code' | 'markup';
  /** As shown in the editor, `\n` line ends. */
  readonly text: string;
  /** What the text printed when it last ran; absent where it was changed since. */
  readonly outputs?: CellOutputs | undefined;
}

/** What a document is made of. Notebooks are analysed as one module in cell order; `yaml` is a W&B sweep. */
export type Source =
  | { readonly kind: 'module'; readonly text: string; readonly language?: 'yaml' }
  | { readonly kind: 'notebook'; readonly cells: readonly CellSource[]; readonly metadata: NotebookMetadata };

export interface DocumentInfo {
  readonly path: string;
  readonly surroundings?: readonly ConfigurationFile[];
  /** The files of the workspace that the source imports, see `followImports`; the same array while they stay the same. */
  readonly modules?: readonly ConfigurationFile[];
}

/** A finding with what its fix would save; spans are module offsets, see `Analysis.place`. */
export interface PricedFinding extends Finding {
  readonly savingEstimate: SavingEstimate | null;
}

/** A suppression comment that hides nothing. */
export interface UnusedSuppression {
  readonly span: Span;
  readonly rule: RuleId | null;
  readonly message: string;
}

export interface Analysis {
  readonly findings: readonly PricedFinding[];
  /** Hidden by a comment. */
  readonly suppressed: readonly Finding[];
  readonly unusedSuppressions: readonly UnusedSuppression[];
  readonly workloads: readonly Workload[];
  readonly estimates: readonly WorkloadEstimate[];
  /** What the estimates assume: the context given, with the measured runs that count for this document. */
  readonly context: EstimateContext;
  /** One line each, for the log or the `errors` list: skipped for size, a rule that failed. */
  readonly problems: readonly string[];
  /** The module text that spans refer to. */
  readonly text: string;
  readonly document: DocumentFacts;
  readonly timings: { readonly parse: number; readonly model: number; readonly rules: number };
}

/** `findings`: runs are looked for only where a finding is a share of one, and left out of the analysis otherwise. */
export type Purpose = 'everything' | 'findings';

/** Where a module span lies: the cell (0-based index in the notebook, null for a module) and the span in its text. */
export interface Place {
  readonly cell: number | null;
  readonly span: Span;
}

export interface Engine {
  open(id: DocumentId, source: Source, info: DocumentInfo): void;
  /** Applies editor changes to a module, in the order given, each against the text left by the one before. */
  edit(id: DocumentId, changes: readonly TextChange[]): void;
  /** Replaces the whole source; the engine finds the changed region itself. */
  replace(id: DocumentId, source: Source): void;
  /** For everything unless told otherwise. */
  analyse(id: DocumentId, config: Config, context: EstimateContext, purpose?: Purpose): Analysis;
  /** The networks that the document defines, as of its latest analysis. */
  networks(id: DocumentId): readonly DefinedModel[];
  /** What one rule finds in the document as of its latest analysis, even where it is off or a comment hides it. */
  findingsOf(id: DocumentId, rule: RuleId): readonly Finding[];
  /** Maps a module span of the document to its cell. Undefined when it crosses cells. */
  place(id: DocumentId, span: Span): Place | undefined;
  /** All that a fix of the latest analysis changes, with the imports it needs; undefined when it cannot be made here. */
  completeFix(id: DocumentId, fix: Fix): CompletedFix | undefined;
  /** The edits that ignore a rule at a place by a comment; undefined when it is ignored there already. */
  insertSuppression(id: DocumentId, ignore: Ignore): readonly TextEdit[] | undefined;
  /** Frees the tree. */
  close(id: DocumentId): void;
  dispose(): void;
}
