/** What a script that is being run holds: the file as it is on disk, analysed once and forgotten, for the machine that it runs on. */
import { FileType, workspace, type NotebookCell, type NotebookDocument, type Uri } from 'vscode';
import type { Source } from '../../core/engine-types';
import type { Analyser } from '../documents/analyser';
import type { Subject } from '../documents/subject';
import type { Config } from '../../core/config/types';
import { contextFor } from '../configuration/context';
import type { AnalysisEnvironment } from '../configuration/environment';
import type { EngineLoader } from '../engine-loader';
import type { Log } from '../log';
import { loadCore } from '../lazy/load';
import type { MeasuredRuns } from '../estimates/measured-runs';
import type { PowerItem } from '../power/item';
import { soon } from '../soon';
import type { AnalysedScript, RunPorts } from './ports';

export interface PortParts extends AnalysisParts {
  readonly power: PowerItem;
  readonly measured: MeasuredRuns;
}

export function runPorts(parts: PortParts): Omit<RunPorts, 'changed'> {
  const { power, measured, log } = parts;
  return {
    meter: () => power.running,
    idle: power.idle,
    training: () => power.training(),
    script: (uri) => analysedScript(uri, parts),
    cell: (notebook, cell) => analysedCell(notebook, cell, parts),
    machine: async () => {
      const { nodeMachine, nvidiaBoards } = await loadCore();
      return { cpuModel: nodeMachine.cpuModel, gpus: nvidiaBoards() };
    },
    added: () => measured.refresh(),
    log,
  };
}

/** Milliseconds. */
const ANALYSED = { within: 5000, every: 100 };
const MOST_BYTES = 2_000_000;

export interface AnalysisParts {
  readonly analyser: Analyser;
  readonly engine: EngineLoader;
  readonly environment: AnalysisEnvironment;
  readonly log: Log;
}

/** Null where it cannot be read, or is too large. No document is opened for it, so no problem of it is shown. */
export async function analysedScript(uri: Uri, parts: AnalysisParts): Promise<AnalysedScript | null> {
  const source = await sourceOf(uri);
  if (source === null) return null;
  const subject = unopened(uri, source);
  const { engine, environment, log } = parts;
  const [loaded] = await Promise.all([engine.load(), environment.prepare(subject)]);
  const surroundings = environment.peek(subject);
  environment.forget(subject.key);
  if (!surroundings) return null;
  const { config, path, files, modules } = surroundings;
  const context = { ...surroundings.context, ...(await onThisMachine(config, log)) };
  try {
    loaded.open(subject.key, source, { path, surroundings: files, modules });
    const { workloads, estimates, context: assumed } = loaded.analyse(subject.key, config, context);
    return { workloads, estimates, context: assumed, path };
  } finally {
    loaded.close(subject.key);
  }
}

/** The runs that start in one cell of an open notebook; an estimate for other hardware than this machine's is none. */
export async function analysedCell(
  notebook: NotebookDocument,
  cell: NotebookCell,
  { analyser }: AnalysisParts,
): Promise<AnalysedScript | null> {
  // The outputs of the cell before may just have changed it.
  const result = await soon(() => analyser.latest(notebook.uri), ANALYSED);
  if (!result) return null;
  const here = result.workloads.filter(({ place }) => place.document === cell.document);
  const { context } = result.analysis;
  const estimates = context.hardware?.origin === 'setting' ? [] : here.map(({ estimate }) => estimate);
  const path = workspace.asRelativePath(notebook.uri, false);
  return { workloads: here.map(({ workload }) => workload), estimates, context, path };
}

/** It runs here, whatever hardware the user plans for. */
async function onThisMachine(config: Config, log: Log): Promise<Pick<AnalysedScript['context'], 'hardware' | 'pue'>> {
  const { hardware, pue } = await contextFor({ ...config, hardware: null }, log);
  return { hardware, pue };
}

async function sourceOf(uri: Uri): Promise<Source | null> {
  try {
    const { type, size } = await workspace.fs.stat(uri);
    if ((type & FileType.File) === 0 || size > MOST_BYTES) return null;
    return { kind: 'module', text: new TextDecoder().decode(await workspace.fs.readFile(uri)) };
  } catch {
    return null;
  }
}

/** A subject beside the one of the editor, where the file is open, too. */
function unopened(uri: Uri, source: Source): Subject {
  return {
    key: `run:${uri.toString()}`,
    uri,
    kind: 'module',
    documents: () => [],
    stamp: () => '',
    snapshot: () => ({ stamp: '', source: () => source, locate: () => undefined }),
  };
}
