/** Listens for what may be a training run; what looks into it is loaded when something does. */
import {
  debug,
  EventEmitter,
  tasks,
  window,
  workspace,
  type DebugAdapterTracker,
  type DebugSession,
  type Disposable,
} from 'vscode';
import { existsSync, readdirSync } from 'node:fs';
import { historyFile, openRunsFolder } from '../../host/state';
import type { CurrentRun } from '../../power/runs/run';
import { powerSettings } from '../configuration/settings';
import { Disposables } from '../disposables';
import { loadHistory } from '../lazy/load';
import type { RunPorts } from './ports';
import type { RunRecorder } from './recorder';

/** Lines of a terminal without any of these run no script; what remains is parsed. */
const MAY_RUN = /py|run|launch|notebook|nbconvert|jupyter|deepspeed|papermill/i;
/** Activation comes first; a window that was reloaded may take a while to go. */
const ADOPT_AFTER_MS = [3000, 12_000, 40_000];

export class RunWatch implements Disposable {
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new EventEmitter<readonly CurrentRun[]>());
  readonly #adopting: readonly NodeJS.Timeout[];
  #recorder: Promise<RunRecorder> | undefined;
  /** The same when it is there: on the way out nothing is waited for. */
  #loaded: RunRecorder | undefined;
  #told: Promise<void> = Promise.resolve();
  #current: readonly CurrentRun[] = [];

  /** At every start, reading and end of a run. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly ports: Omit<RunPorts, 'changed'>) {
    const add = (item: Disposable): unknown => this.#disposables.add(item);
    add(
      window.onDidStartTerminalShellExecution((event) => {
        if (MAY_RUN.test(event.execution.commandLine.value))
          this.#begin((recorder, at) => recorder.terminal(event, at));
      }),
    );
    add(window.onDidEndTerminalShellExecution(({ execution, exitCode }) => this.#end(execution, exitCode)));
    add(tasks.onDidStartTaskProcess((event) => this.#begin((recorder, at) => recorder.task(event, at))));
    add(tasks.onDidEndTaskProcess(({ execution, exitCode }) => this.#end(execution, exitCode)));
    for (const type of ['debugpy', 'python']) {
      add(debug.registerDebugAdapterTrackerFactory(type, { createDebugAdapterTracker: (one) => this.#follow(one) }));
    }
    add(debug.onDidTerminateDebugSession((session) => this.#end(session, undefined)));
    add(
      workspace.onDidChangeNotebookDocument((event) => {
        const changes = event.cellChanges.filter(({ executionSummary }) => executionSummary !== undefined);
        if (changes.length > 0) this.#begin((recorder, at) => recorder.cells(event.notebook, changes, at));
      }),
    );
    this.#adopting = ADOPT_AFTER_MS.map((delay) => setTimeout(() => this.#adopt(), delay));
  }

  get current(): readonly CurrentRun[] {
    return this.#current;
  }

  dispose(): void {
    for (const timer of this.#adopting) clearTimeout(timer);
    this.#loaded?.dispose();
    void this.#recorder?.then((recorder) => recorder.dispose());
    this.#disposables.dispose();
  }

  /** Runs of a window that was reloaded or has died. */
  #adopt(): void {
    const folder = openRunsFolder(historyFile(process.env));
    if (existsSync(folder) && readdirSync(folder).length > 0) this.#begin((recorder) => recorder.adopt());
  }

  /** A debug adapter says which process it has started, and how that ended. */
  #follow(session: DebugSession): DebugAdapterTracker {
    return {
      onDidSendMessage: (message: { readonly type?: string; readonly event?: string; readonly body?: unknown }) => {
        if (message.type !== 'event') return;
        if (message.event === 'process') this.#begin((recorder, at) => recorder.debug(session, message.body, at));
        if (message.event === 'exited') this.#end(session, exitCodeOf(message.body));
      },
    };
  }

  /** Nothing is recorded in a restricted workspace, without a meter, or where it is switched off. */
  #begin(work: (recorder: RunRecorder, at: number) => unknown): void {
    if (!workspace.isTrusted || !isRecording() || !powerSettings().enabled) return;
    const at = Date.now();
    this.#recorder ??= this.#load();
    this.#tell((recorder) => work(recorder, at));
  }

  #end(key: object, exit: number | undefined): void {
    this.#tell((recorder) => recorder.end(key, exit));
  }

  /** One after the other: a command may end before it is known what it is. */
  #tell(work: (recorder: RunRecorder) => unknown): void {
    const recorder = this.#recorder;
    if (!recorder) return;
    this.#told = this.#told
      .then(async () => void (await work(await recorder)))
      .catch((error: unknown) => this.ports.log.error('cannot follow a run', error));
  }

  async #load(): Promise<RunRecorder> {
    const parts = await loadHistory();
    const changed = (runs: readonly CurrentRun[]): void => {
      this.#current = runs;
      this.#changed.fire(runs);
    };
    return (this.#loaded = new parts.RunRecorder({ ...this.ports, changed }));
  }
}

function isRecording(): boolean {
  return workspace.getConfiguration('carbonHints').get('runs.record') !== false;
}

function exitCodeOf(body: unknown): number | undefined {
  const code = typeof body === 'object' && body !== null && 'exitCode' in body ? body.exitCode : undefined;
  return typeof code === 'number' ? code : undefined;
}
