/** Analyses open subjects when they are due, and tells who listens what was found or that a subject is gone. */
import { EventEmitter, type Disposable, type Event, type TextDocumentContentChangeEvent, type Uri } from 'vscode';
import type { Engine } from '../../core/engine-types';
import { Disposables } from '../disposables';
import type { Log } from '../log';
import { AnalysisQueue } from './queue';
import type { Result } from './result';
import { Session, type Surroundings } from './session';
import type { Subject } from './subject';

/** What an analysis needs from outside. `peek` is undefined until `prepare` has run for the subject. */
export interface Environment {
  peek(subject: Subject): Surroundings | undefined;
  prepare(subject: Subject): Promise<void>;
}

/** The engine when it is loaded; `load` starts that once. */
export interface EngineSource {
  readonly ready: Engine | undefined;
  load(): Promise<Engine>;
}

/** A subject that has no result any more, and why when it is still open. */
export interface Gone {
  readonly subject: Subject;
  readonly note: string | undefined;
}

/** An analysis longer than this is not run inside a request of the editor; the debounced one will answer later. */
const FLUSH_LIMIT_MS = 40;

export class Analyser implements Disposable {
  readonly #disposables = new Disposables();
  readonly #sessions = new Map<string, Session>();
  readonly #owners = new Map<string, string>();
  readonly #queue: AnalysisQueue;
  readonly #analysed = this.#disposables.add(new EventEmitter<Result>());
  readonly #gone = this.#disposables.add(new EventEmitter<Gone>());
  #preparing = 0;

  readonly onDidAnalyse: Event<Result> = this.#analysed.event;
  readonly onDidLose: Event<Gone> = this.#gone.event;

  constructor(
    private readonly engine: EngineSource,
    private readonly environment: Environment,
    private readonly log: Log,
    isVisible: (key: string) => boolean,
  ) {
    this.#queue = this.#disposables.add(new AnalysisQueue(isVisible, (key) => this.#run(key)));
  }

  open(subject: Subject): void {
    if (!this.#sessions.has(subject.key)) this.#sessions.set(subject.key, new Session(subject));
    this.adopt(subject);
  }

  /** Learns which documents belong to the subject; called again when cells come and go. */
  adopt(subject: Subject): void {
    this.#disown(subject.key);
    for (const document of subject.documents()) this.#owners.set(document.uri.toString(), subject.key);
  }

  #disown(key: string): void {
    for (const [document, owner] of this.#owners) if (owner === key) this.#owners.delete(document);
  }

  change(uri: Uri, changes: readonly TextDocumentContentChangeEvent[]): void {
    this.#sessionOf(uri)?.change(changes);
  }

  analyseSoon(uri: Uri): void {
    const session = this.#sessionOf(uri);
    if (session) this.#queue.soon(session.subject.key);
  }

  analyseNow(uri: Uri): void {
    const session = this.#sessionOf(uri);
    if (session) this.#queue.now(session.subject.key);
  }

  get subjects(): readonly Subject[] {
    return [...this.#sessions.values()].map(({ subject }) => subject);
  }

  /** True when the document belongs to a subject that is open. */
  holds(uri: Uri): boolean {
    return this.#sessionOf(uri) !== undefined;
  }

  isStale(uri: Uri): boolean {
    return this.#sessionOf(uri)?.isStale ?? false;
  }

  close(uri: Uri): void {
    const session = this.#sessionOf(uri);
    if (!session) return;
    const { key } = session.subject;
    this.#queue.cancel(key);
    this.#sessions.delete(key);
    this.#disown(key);
    session.forget();
    this.#gone.fire({ subject: session.subject, note: undefined });
  }

  /** The last result for a document or notebook, stale or not. */
  latest(uri: Uri): Result | undefined {
    return this.#sessionOf(uri)?.result;
  }

  /**
   * A result for the text as it is now, for what the editor asks by itself. While a pending analysis is quick it is run on
   * the spot, because an edit computed against another version must never be offered; a slow one is left to the queue.
   * Where analyses wait for a save none is pending.
   */
  fresh(uri: Uri): Result | undefined {
    const session = this.#sessionOf(uri);
    if (!session?.result) return undefined;
    return this.#queue.isWaiting(session.subject.key) ? this.#flushed(session) : upToDate(session);
  }

  /** The same for what the user asks: it counts as the wish to analyse. */
  asked(uri: Uri): Result | undefined {
    const session = this.#sessionOf(uri);
    return session?.result && this.#flushed(session);
  }

  #flushed(session: Session): Result | undefined {
    if (session.isStale && session.lastDuration <= FLUSH_LIMIT_MS) {
      this.#queue.cancel(session.subject.key);
      this.#run(session.subject.key);
    }
    return upToDate(session);
  }

  /** Resolves when nothing is waiting or being loaded. */
  async idle(): Promise<void> {
    do {
      await this.#queue.idle();
      await new Promise((resolve) => setImmediate(resolve));
    } while (this.#preparing > 0 || !this.#queue.isIdle);
  }

  dispose(): void {
    for (const session of this.#sessions.values()) session.forget();
    this.#sessions.clear();
    this.#disposables.dispose();
  }

  #sessionOf(uri: Uri): Session | undefined {
    const key = uri.toString();
    return this.#sessions.get(this.#owners.get(key) ?? key);
  }

  #run(key: string): void {
    const session = this.#sessions.get(key);
    if (!session) return;
    const note = session.skipped;
    if (note) return this.#skip(session, note);
    const engine = this.engine.ready;
    const surroundings = this.environment.peek(session.subject);
    if (!engine || !surroundings) return void this.#prepare(session);
    if (surroundings.isExcluded) return this.#skip(session, 'excluded by the configuration');
    try {
      const result = session.analyse(engine, surroundings);
      for (const problem of result.analysis.problems) this.log.warnOnce(problem);
      this.#analysed.fire(result);
    } catch (error) {
      this.log.error('analysis failed', error);
      session.forget();
    }
  }

  #skip(session: Session, reason: string): void {
    session.forget();
    this.log.info(`skipped a document: ${reason}`);
    this.#gone.fire({ subject: session.subject, note: `Not analysed: ${reason}` });
  }

  async #parseAhead(session: Session): Promise<void> {
    const engine = await this.engine.load();
    // It may have been closed meanwhile.
    if (this.#sessions.get(session.subject.key) === session) session.parseAhead(engine);
  }

  async #prepare(session: Session): Promise<void> {
    this.#preparing += 1;
    try {
      await Promise.all([this.#parseAhead(session), this.environment.prepare(session.subject)]);
      this.#queue.now(session.subject.key);
    } catch (error) {
      this.log.error('cannot analyse', error);
    } finally {
      this.#preparing -= 1;
    }
  }
}

function upToDate(session: Session): Result | undefined {
  return session.isStale ? undefined : session.result;
}
