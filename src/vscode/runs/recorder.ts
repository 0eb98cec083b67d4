/** Records the training runs of this window: from their start to their line in the history, over reloads, with one quiet word after. */
import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import {
  workspace,
  type DebugSession,
  type Disposable,
  type NotebookDocument,
  type NotebookDocumentCellChange,
  type TaskProcessStartEvent,
  type TerminalShellExecutionStartEvent,
  type Uri,
} from 'vscode';
import { commitOf } from '../../host/git-commit';
import { readHistoryFile } from '../../host/history';
import { nodeFiles } from '../../host/node-files';
import { OpenRuns } from '../../host/open-runs';
import { historyFile } from '../../host/state';
import { lineOfLost } from '../../power/runs/line';
import type { RunStart } from '../../power/runs/run';
import { machineName, subjectOf, type RunSubject } from '../../power/runs/subject';
import { RunTracker } from '../../power/runs/tracker';
import { millis } from '../../core/units/quantity';
import { soon } from '../soon';
import { sayAfter, writeRun } from './ending';
import { pidIn, scriptOfSession, scriptOfTask, scriptOfTerminal } from './origin';
import type { RunningMeter } from '../power/start';
import type { AnalysedScript, RunPorts } from './ports';
import { isAlive, processOf, savedRun, type WatchedProcess } from './saved';

/** How much of a run is lost with its window, and how soon the end of a process is seen that nobody else tells of. */
const KEEP_EVERY_MS = 10_000;
const LOOK_EVERY_MS = 2000;
const TOLD_AGAIN_MS = 5000;
const METER = { within: 20_000, every: 250 };

/** What is not known before the script was looked at. */
const UNKNOWN = { script: null, commit: null, workload: null, estimate: null, intensity: null, machine: '' };

type Origin = Pick<RunStart, 'startedBy' | 'pid'> & { readonly at: number };

interface Followed {
  readonly key: object;
  readonly live: Disposable;
  tracker: RunTracker;
  /** The meter that the tracker reads; settings may replace it. */
  meter: object;
  /** The process that trains, where it is known: a terminal goes on after it. */
  process: WatchedProcess | null;
  /** Only the process says when it ends. */
  readonly adopted: boolean;
}

export class RunRecorder implements Disposable {
  readonly #followed = new Map<object, Followed>();
  readonly #kept = new OpenRuns(historyFile(process.env));
  #timers: readonly NodeJS.Timeout[] = [];
  #unlisten: () => void = () => undefined;
  #isOver = false;
  /** The terminal of the adopted run that ended last. */
  #ended: { readonly pid: number; readonly at: number } | undefined;

  constructor(private readonly ports: RunPorts) {}

  /** `at` is when it was told, by the wall clock. */
  async terminal({ execution, terminal }: TerminalShellExecutionStartEvent, at: number): Promise<void> {
    const script = await scriptOfTerminal(execution, terminal.state.shell);
    if (script === null) return;
    const pid = (await terminal.processId) ?? null;
    // A task has a terminal of its own and tells of itself.
    if ([...this.#followed.values()].some((one) => pid !== null && one.tracker.pid === pid)) return;
    if (this.#isToldAgain(pid, at)) return;
    await this.#beginScript(execution, script, { startedBy: 'terminal', pid, at });
  }

  async task({ execution, processId }: TaskProcessStartEvent, at: number): Promise<void> {
    const script = await scriptOfTask(execution.task);
    if (script !== null) await this.#beginScript(execution, script, { startedBy: 'task', pid: processId, at });
  }

  async debug(session: DebugSession, body: unknown, at: number): Promise<void> {
    const script = await scriptOfSession(session);
    if (script !== null) await this.#beginScript(session, script, { startedBy: 'debugger', pid: pidIn(body), at });
  }

  /** A cell that runs has a number and no outcome yet; the stable API tells neither the kernel nor its process. */
  async cells(notebook: NotebookDocument, changes: readonly NotebookDocumentCellChange[], at: number): Promise<void> {
    for (const { cell, executionSummary } of changes) {
      const { executionOrder, success } = executionSummary ?? {};
      const isOpen = this.#followed.has(cell);
      if (isOpen && typeof success === 'boolean') await this.end(cell, success ? 0 : 1);
      else if (!isOpen && typeof executionOrder === 'number' && typeof success !== 'boolean') {
        const look = (): Promise<AnalysedScript | null> => this.ports.cell(notebook, cell);
        await this.#begin(cell, notebook.uri, look, { startedBy: 'notebook', pid: null, at });
      }
    }
  }

  /** `exit` is undefined where nobody knows it; nothing happens for what was no run. */
  async end(key: object, exit: number | undefined): Promise<void> {
    const run = this.#followed.get(key);
    if (!run) return;
    this.#followed.delete(key);
    if (this.#followed.size === 0) this.#rest();
    if (run.adopted && run.tracker.pid !== null) this.#ended = { pid: run.tracker.pid, at: Date.now() };
    const line = run.tracker.end(exit ?? null);
    run.live.dispose();
    this.#changed();
    await writeRun(line, this.#kept, this.ports);
    sayAfter(line, this.ports.log);
  }

  /** A terminal that a reload gave back tells of the command once more when it ends, after its process is gone. */
  #isToldAgain(pid: number | null, at: number): boolean {
    const ended = this.#ended;
    if (ended === undefined || ended.pid !== pid) return false;
    this.#ended = undefined;
    return Math.abs(at - ended.at) < TOLD_AGAIN_MS;
  }

  /** Runs of a window that is gone: those whose process lives go on, of the others what is known goes to the history. */
  async adopt(): Promise<void> {
    const { lines } = await readHistoryFile(nodeFiles, historyFile(process.env));
    for (const state of await this.#kept.adopt()) {
      const saved = savedRun(state);
      if (saved === null) continue;
      const { id } = saved.run.start;
      if (lines.some((line) => line.id === id)) {
        await this.#kept.forget(id);
        continue;
      }
      const { run, process } = saved;
      const meter = process !== null && isAlive(process) ? await this.#meterSoon() : undefined;
      if (!meter) {
        await writeRun(lineOfLost(run), this.#kept, this.ports);
        continue;
      }
      const key = {};
      const tracker = RunTracker.resume(meter, run, 'window reload');
      this.#follow({ key, live: this.ports.training(), tracker, meter, process, adopted: true });
      this.ports.log.info('went on with a run that an earlier window had begun');
    }
  }

  dispose(): void {
    this.#isOver = true;
    const open = [...this.#followed.values()];
    this.#kept.release(open.map(({ tracker, process }) => [tracker.id, { run: tracker.state(), process }]));
    this.#rest();
    for (const { tracker, live } of this.#followed.values()) {
      tracker.dispose();
      live.dispose();
    }
    this.#followed.clear();
  }

  #beginScript(key: object, script: Uri, how: Origin): Promise<void> {
    return this.#begin(key, script, () => this.ports.script(script), how);
  }

  /** Counts from now on, and finds out meanwhile whether it is a training run at all. */
  async #begin(key: object, uri: Uri, look: () => Promise<AnalysedScript | null>, how: Origin): Promise<void> {
    const meter = await this.#meterSoon();
    if (!meter) return;
    const at = millis(how.at);
    const tracker = RunTracker.begin(meter, { ...UNKNOWN, ...how, at, id: randomUUID() }, this.ports.idle.at(at));
    const subject = await this.#subjectOf(uri, look);
    if (subject === null) return tracker.dispose();
    tracker.know(subject);
    this.#follow({ key, live: this.ports.training(), tracker, meter, process: null, adopted: false });
    this.ports.log.info(`a training run was started (${how.startedBy})`);
  }

  /** Null for what holds no training run. */
  async #subjectOf(uri: Uri, look: () => Promise<AnalysedScript | null>): Promise<RunSubject | null> {
    const analysed = await look();
    if (!analysed?.workloads.some(({ kind }) => kind !== 'inference')) return null;
    const top = workspace.getWorkspaceFolder(uri)?.uri.fsPath;
    const commit = await commitOf(nodeFiles, dirname(uri.fsPath), top);
    const machine = machineName(await this.ports.machine());
    return subjectOf(analysed, { script: analysed.path, commit, machine });
  }

  /** It starts a moment after the window does. */
  async #meterSoon(): Promise<RunningMeter | undefined> {
    return (await soon(() => (this.#isOver ? null : this.ports.meter()), METER)) ?? undefined;
  }

  #follow(run: Followed): void {
    this.#followed.set(run.key, run);
    this.#listen();
    if (this.#timers.length === 0) {
      this.#timers = [
        setInterval(() => this.#keep(), KEEP_EVERY_MS),
        setInterval(() => void this.#lookForEnds(), LOOK_EVERY_MS),
      ];
    }
    this.#changed();
    this.#keep();
  }

  #listen(): void {
    this.#unlisten();
    this.#unlisten = this.ports.meter()?.meter.onReading(() => this.#changed()) ?? (() => undefined);
  }

  /** Nothing is done while nothing trains. */
  #rest(): void {
    this.#unlisten();
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
  }

  #changed(): void {
    this.ports.changed([...this.#followed.values()].map(({ tracker }) => tracker.current));
  }

  #keep(): void {
    for (const run of this.#followed.values()) {
      this.#stayOnMeter(run);
      const { tracker, process } = run;
      void this.#kept.keep(tracker.id, { run: tracker.state(), process });
    }
  }

  /** Switching the meter off, or changing how it reads, makes another one: the time between is a gap. */
  #stayOnMeter(run: Followed): void {
    const meter = this.ports.meter();
    if (!meter || meter === run.meter) return;
    const state = run.tracker.state();
    run.tracker.dispose();
    run.tracker = RunTracker.resume(meter, state, 'meter restarted');
    run.meter = meter;
    this.#listen();
  }

  async #lookForEnds(): Promise<void> {
    for (const run of [...this.#followed.values()]) {
      if (run.adopted && run.process !== null && !isAlive(run.process)) await this.end(run.key, undefined);
      else if (run.process === null) run.process = await processOf(run.tracker.current, run.tracker.pid);
    }
  }
}
