/** What the recorder of runs asks of the rest of the extension; it is a script of its own and shares no module with it. */
import type { Disposable, NotebookCell, NotebookDocument, Uri } from 'vscode';
import type { IdleBaseline } from '../../power/runs/idle';
import type { CurrentRun } from '../../power/runs/run';
import type { Analysed } from '../../power/runs/subject';
import type { Log } from '../log';
import type { RunningMeter } from '../power/start';

/** What a script, or a cell, holds. */
export interface AnalysedScript extends Analysed {
  /** Relative to the workspace, as estimates name it. */
  readonly path: string;
}

export interface RunPorts {
  /** Undefined while power is switched off or starting. */
  meter(): RunningMeter | undefined;
  readonly idle: IdleBaseline;
  /** Live readings until disposed. */
  training(): Disposable;
  /** Null where it cannot be analysed. */
  script(uri: Uri): Promise<AnalysedScript | null>;
  cell(notebook: NotebookDocument, cell: NotebookCell): Promise<AnalysedScript | null>;
  machine(): Promise<{ readonly cpuModel: string; readonly gpus: readonly string[] }>;
  /** At every start, reading and end. */
  changed(runs: readonly CurrentRun[]): void;
  /** A line was added to the history. */
  added(): void;
  readonly log: Log;
}
