/** Tells one open page what it shows, as far as it is visible, and does what a person asks for there. */
import { basename, dirname } from 'node:path';
import { commands, env, RelativePattern, Uri, workspace, type Disposable, type WebviewPanel } from 'vscode';
import { FIRST_QUERY, isFromPage, type Failure, type FromPage, type Query, type ToPage } from '../../webview/messages';
import { powerSettings } from '../configuration/settings';
import { Disposables } from '../disposables';
import { runningMessage } from './current';
import { analysedDocuments, showPlace, type Shown } from './documents';
import { findingsMessage } from './findings-view';
import { HistoryFile } from './history-file';
import { liveMessage } from './live-view';
import { runsMessage, type ListedHistory } from './run-list';
import type { DashboardSources } from './sources';
import { sumsMessage } from './sums';

/** The day goes on while the page is open. */
const SUMS_EVERY_MS = 60_000;
/** A burst of changes is told once. */
const SETTLE_MS = 400;

type Part = Failure['part'];

export class Feed implements Disposable {
  readonly #disposables = new Disposables();
  readonly #waiting = new Map<Part, NodeJS.Timeout>();
  readonly #file: HistoryFile;
  #query: Query = FIRST_QUERY;
  /** The page has said that it listens. */
  #isReady = false;
  #findings: readonly Shown[] = [];
  #summedAt = 0;

  constructor(
    private readonly panel: WebviewPanel,
    private readonly sources: DashboardSources,
  ) {
    const { power, analyser, intensity, history } = sources;
    this.#file = new HistoryFile(history);
    const add = (disposable: Disposable): void => void this.#disposables.add(disposable);
    add(panel.webview.onDidReceiveMessage((message: unknown) => this.#hear(message)));
    // A hidden page is gone; the one that comes back says that it is ready.
    add(panel.onDidChangeViewState(() => (this.#isReady &&= panel.visible)));
    add(power.onDidChange(() => this.#tell('live')));
    add(intensity.onDidChange(() => this.#soon('live', 'findings')));
    add(analyser.onDidAnalyse(() => this.#soon('findings')));
    add(analyser.onDidLose(() => this.#soon('findings')));
    const watcher = workspace.createFileSystemWatcher(
      new RelativePattern(Uri.file(dirname(history)), basename(history)),
    );
    add(watcher);
    for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete])
      add(event(() => this.#soon('runs')));
  }

  dispose(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
    this.#disposables.dispose();
  }

  #hear(message: unknown): void {
    if (!isFromPage(message)) return this.sources.log.warnOnce('the dashboard page said something that makes no sense');
    void this.#answer(message);
  }

  async #answer(message: FromPage): Promise<void> {
    if (message.type === 'command') {
      const args = message.command === 'openSettings' ? ['carbonHints.power'] : [];
      await commands.executeCommand(`carbonHints.${message.command}`, ...args);
    } else if (message.type === 'ready') {
      this.#isReady = true;
      this.#query = message.query;
      for (const part of ['live', 'runs', 'findings'] as const) this.#tell(part);
    } else if (message.type === 'query') {
      this.#query = message.query;
      await this.#guarded('runs', () => this.#sendList());
    } else {
      const shown = this.#findings[message.finding];
      if (!shown) return;
      if (message.type === 'explain') await commands.executeCommand('carbonHints.explainRule', shown.rule);
      else await showPlace(shown.place);
    }
  }

  #soon(...parts: readonly Part[]): void {
    for (const part of parts) {
      if (this.#waiting.has(part)) continue;
      const timer = setTimeout(() => {
        this.#waiting.delete(part);
        this.#tell(part);
      }, SETTLE_MS);
      this.#waiting.set(part, timer);
    }
  }

  #tell(part: Part): void {
    if (!this.#isReady) return;
    const send = { live: () => this.#sendLive(), runs: () => this.#sendRuns(), findings: () => this.#sendFindings() };
    void this.#guarded(part, send[part]);
  }

  /** One part that fails says so on the page, and the others go on. */
  async #guarded(part: Part, send: () => Promise<void>): Promise<void> {
    try {
      await send();
    } catch (error) {
      this.sources.log.error(`the dashboard cannot show ${part}`, error);
      const message = error instanceof Error ? error.message : String(error);
      await this.#post({ type: 'failure', part, message: message.slice(0, 500) });
    }
  }

  async #post(message: ToPage): Promise<void> {
    await this.panel.webview.postMessage(message);
  }

  async #sendLive(): Promise<void> {
    const { power, intensity } = this.sources;
    const now = power.view();
    const isRemote = env.remoteName !== undefined;
    await this.#post(
      liveMessage({
        now,
        isEnabled: powerSettings().enabled,
        place: isRemote ? 'remote' : 'local',
        host: '',
        intensity: intensity.current,
        today: now?.today ?? null,
        exceeded: now?.exceeded ?? [],
        at: Date.now(),
      }),
    );
    if (power.day) await this.#post(power.day.trail);
    await this.#post(runningMessage(now?.runs ?? [], intensity.current, Date.now()));
    if (Date.now() - this.#summedAt > SUMS_EVERY_MS && this.#summedAt > 0) await this.#sendSums();
  }

  /** The status bar reads the same file, so long as there is a meter. */
  #history(): Promise<ListedHistory> {
    return this.sources.power.day?.history() ?? this.#file.read();
  }

  async #sendRuns(): Promise<void> {
    await this.#sendList();
    await this.#sendSums();
  }

  async #sendSums(): Promise<void> {
    this.#summedAt = Date.now();
    const { records } = await this.#history();
    await this.#post(sumsMessage(records, this.sources.power.day?.stretches ?? [], Date.now()));
  }

  async #sendList(): Promise<void> {
    await this.#post(runsMessage(await this.#history(), this.#query));
  }

  async #sendFindings(): Promise<void> {
    const { composeSavings } = await this.sources.core();
    const documents = analysedDocuments(this.sources.analyser);
    const analysed = documents.map(({ document }) => document);
    const { message, places } = findingsMessage(analysed, composeSavings, this.sources.intensity.current);
    this.#findings = places.flatMap(({ document, finding, rule }) => {
      const place = documents[document]?.places.get(finding);
      return place ? [{ rule, place }] : [];
    });
    await this.#post(message);
  }
}
