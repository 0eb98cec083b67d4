/** One open subject in the engine: keeps the engine's text up to date and remembers the last result. */
import type { TextDocumentContentChangeEvent } from 'vscode';
import type { Config } from '../../core/config/types';
import type { ConfigurationFile } from '../../core/model/model';
import type { EstimateContext } from '../../core/estimate/types';
import type { Engine, TextChange } from '../../core/engine-types';
import { lengthOf, whyTooLarge } from './limits';
import { buildResult, type Result } from './result';
import { toTextChanges, type Snapshot, type Subject } from './subject';

/** What analysis depends on besides the text. */
export interface Surroundings {
  readonly config: Config;
  /** The configuration leaves the document out. */
  readonly isExcluded: boolean;
  readonly context: EstimateContext;
  /** Relative to the workspace, `/` separated. */
  readonly path: string;
  readonly files: readonly ConfigurationFile[];
  /** Files of the workspace that the document imports. */
  readonly modules: readonly ConfigurationFile[];
}

/** Typing for minutes without an analysis (`carbonHints.run` is not `onType`) ends in one replacement instead. */
const MAX_PENDING = 500;

export class Session {
  /** Changes that the engine has not seen; null when there were too many to be worth following. */
  #pending: TextChange[] | null = [];
  /** What the engine holds: length of the module text, or the stamp of the notebook; null before it is opened. */
  #held: { length: number; stamp: string; files: readonly ConfigurationFile[] } | null = null;
  #result: Result | undefined;

  #engine: Engine | undefined;
  /** Milliseconds the last analysis took. */
  lastDuration = 0;

  constructor(readonly subject: Subject) {}

  change(changes: readonly TextDocumentContentChangeEvent[]): void {
    if (this.subject.kind === 'notebook' || !this.#held || !this.#pending) return;
    this.#pending.push(...toTextChanges(changes));
    if (this.#pending.length > MAX_PENDING) this.#pending = null;
  }

  /** The last result, stale or not. */
  get result(): Result | undefined {
    return this.#result;
  }

  get isStale(): boolean {
    return this.#result?.stamp !== this.subject.stamp();
  }

  /** Why the subject is not analysed; undefined when it is. */
  get skipped(): string | undefined {
    return whyTooLarge(this.subject.documents());
  }

  analyse(engine: Engine, surroundings: Surroundings): Result {
    const started = performance.now();
    const snapshot = this.subject.snapshot();
    this.#engine = engine;
    this.#bringUpToDate(engine, snapshot, surroundings);
    const { config, context } = surroundings;
    const analysis = engine.analyse(this.subject.key, config, context);
    this.#result = buildResult({ engine, subject: this.subject, analysis }, snapshot);
    this.lastDuration = performance.now() - started;
    return this.#result;
  }

  /** Parses the text while what is around it is still being read; whatever it is by the analysis, the engine is told then. */
  parseAhead(engine: Engine): void {
    if (this.#held || this.skipped !== undefined) return;
    this.#engine = engine;
    engine.open(this.subject.key, this.subject.snapshot().source(), { path: '' });
  }

  /** For a subject that was closed or has grown too large: drops what was found and frees the tree. */
  forget(): void {
    this.#engine?.close(this.subject.key);
    this.#held = null;
    this.#pending = [];
    this.#result = undefined;
  }

  #bringUpToDate(engine: Engine, snapshot: Snapshot, { path, files, modules }: Surroundings): void {
    const held = this.#held;
    const key = this.subject.key;
    const pending = this.#pending;
    this.#pending = [];
    const length = this.subject.documents().reduce((sum, document) => sum + lengthOf(document), 0);
    this.#held = { length, stamp: snapshot.stamp, files };
    if (!held || held.files !== files) {
      engine.open(key, snapshot.source(), { path, surroundings: files, modules });
      return;
    }
    if (held.stamp === snapshot.stamp) return;
    // A change of line ends and the like reaches us without a usable list of changes: then the lengths disagree.
    const followed = this.subject.kind === 'module' && pending !== null && held.length + growth(pending) === length;
    if (followed) engine.edit(key, pending);
    else engine.replace(key, snapshot.source());
  }
}

function growth(changes: readonly TextChange[]): number {
  return changes.reduce((sum, { span, newText }) => sum + newText.length - (span.end - span.start), 0);
}
