/** The measured runs that estimates in the editor count in: the history of this user, and the files that a setting names. */
import { mkdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { EventEmitter, RelativePattern, Uri, workspace, type Disposable } from 'vscode';
import type { History } from '../../core/estimate/types';
import { historyFile } from '../../host/state';
import { Disposables } from '../disposables';
import { loadCore, loadHistory } from '../lazy/load';
import type { Log } from '../log';

/** Each run that is added makes new contents of the same files. */
const MOST_KEPT = 8;

export class MeasuredRuns implements Disposable {
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new EventEmitter<void>());
  readonly #usual = historyFile(process.env);
  /** Of the files as they were when they were read; those of two folders may differ. */
  readonly #read = new Map<string, Promise<History>>();
  #isWatching = false;

  /** A run was added to the history. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly log: Log) {}

  /** Undefined where nothing was measured: then nothing is loaded either. `needed`: the document itself holds measured runs. */
  async of(uri: Uri, needed: 'in any case' | 'for files'): Promise<History | undefined> {
    this.#watch();
    const named = historySetting(uri).map((file) => pathOf(file, uri));
    const found = await Promise.all([this.#usual, ...named].map(stamped));
    const files = found.filter(({ path, stamp }) => stamp !== null || path !== this.#usual);
    if (files.length === 0 && needed === 'for files') return undefined;
    const key = JSON.stringify(files);
    const known = this.#read.get(key) ?? this.#load(files.map(({ path }) => path));
    if (this.#read.size >= MOST_KEPT) this.#read.clear();
    this.#read.set(key, known);
    return known;
  }

  /** This window has added a run, or has cleared the history: nobody waits for the file to be seen to change. */
  refresh(): void {
    this.#changed.fire();
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #load(paths: readonly string[]): Promise<History> {
    const [{ estimator }, { createHistory, readRuns, nodeFiles }] = await Promise.all([loadCore(), loadHistory()]);
    const all = await Promise.all(paths.map((path) => readRuns(nodeFiles, path)));
    for (const problem of all.flatMap(({ problems }) => problems)) this.log.warnOnce(problem);
    return createHistory(
      all.flatMap(({ runs }) => runs),
      estimator,
    );
  }

  /** Only once a Python document is there. */
  #watch(): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    // What is not there yet would be noticed late; see the folder's own permissions in `host/node-files.ts`.
    void mkdir(dirname(this.#usual), { recursive: true, mode: 0o700 })
      .catch(() => undefined)
      .then(() => this.#listen());
  }

  #listen(): void {
    const pattern = new RelativePattern(Uri.file(dirname(this.#usual)), basename(this.#usual));
    const watcher = this.#disposables.add(workspace.createFileSystemWatcher(pattern));
    for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) {
      this.#disposables.add(event(() => this.#changed.fire()));
    }
  }
}

function historySetting(uri: Uri): readonly string[] {
  const files = workspace.getConfiguration('carbonHints', uri).get<unknown>('estimate.history');
  return Array.isArray(files) ? files.filter((file): file is string => typeof file === 'string' && file !== '') : [];
}

/** Relative to the folder of the workspace that the document lies in. */
function pathOf(file: string, uri: Uri): string {
  if (file.startsWith('~/')) return join(homedir(), file.slice(2));
  return resolve(workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? dirname(uri.fsPath), file);
}

/** Null where there is no file, or nothing in it. */
async function stamped(path: string): Promise<{ readonly path: string; readonly stamp: string | null }> {
  try {
    const { mtimeMs, size } = await stat(path);
    return { path, stamp: size === 0 ? null : `${mtimeMs} ${size}` };
  } catch {
    return { path, stamp: null };
  }
}
