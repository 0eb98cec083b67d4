/** What each analysis depends on besides the text: settings, configuration files, files beside the code, the grid. */
import { EventEmitter, workspace, type Disposable, type Uri } from 'vscode';
import type { Log } from '../log';
import { Disposables } from '../disposables';
import type { Environment } from '../documents/analyser';
import type { Surroundings } from '../documents/session';
import type { Subject } from '../documents/subject';
import type { MeasuredRuns } from '../estimates/measured-runs';
import { contextFor } from './context';
import { modulesOf } from './imported-modules';
import type { ProjectConfigs } from './project-configs';
import { resolvedConfig, type Resolved } from './resolved';
import { surroundingsOf, sweepScript } from './surroundings';

export class AnalysisEnvironment implements Environment, Disposable {
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new EventEmitter<void>());
  readonly #prepared = new Map<string, Surroundings>();
  /** Grows when something changes, so that what was prepared before that is not kept. */
  #generation = 0;

  /** Everything that was analysed is out of date. */
  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly projects: ProjectConfigs,
    private readonly measured: MeasuredRuns,
    private readonly log: Log,
  ) {
    const invalidate = (): void => {
      this.#generation += 1;
      this.#prepared.clear();
      this.#changed.fire();
    };
    this.#disposables.add(
      workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('carbonHints') && invalidate()),
    );
    this.#disposables.add(projects.onDidChange(invalidate));
    this.#disposables.add(measured.onDidChange(invalidate));
    this.#disposables.add(
      workspace.onDidSaveTextDocument(({ languageId, uri }) => {
        // A launch script or a settings file beside the code may decide what the code does.
        if (languageId !== 'python' && languageId !== 'toml') invalidate();
        if (languageId === 'python') this.#followModules(uri);
      }),
    );
  }

  peek(subject: Subject): Surroundings | undefined {
    return this.#prepared.get(subject.key);
  }

  async prepare(subject: Subject): Promise<void> {
    const { key, uri } = subject;
    const generation = this.#generation;
    const resolved = this.configFor(uri);
    const [{ config, isExcluded }, assumed, script, around, modules, history] = await Promise.all([
      resolved,
      // Looks at the machine and into the tables while the files are read.
      resolved.then((found) => contextFor(found.config, this.log)),
      sweepScript(subject.documents()[0]),
      surroundingsOf(uri),
      modulesOf(uri, subject.snapshot().source()),
      this.measured.of(uri, subject.kind === 'notebook' ? 'in any case' : 'for files'),
    ]);
    const files = [...script, ...around];
    const context = history === undefined ? assumed : { ...assumed, history };
    if (generation !== this.#generation) return;
    const path = workspace.asRelativePath(uri, false);
    this.#prepared.set(key, { config, isExcluded, context, files, modules, path });
  }

  /** A saved file may import others than before, and what imports it may mean something else. */
  #followModules(saved: Uri): void {
    const path = workspace.asRelativePath(saved, false);
    const touched = [...this.#prepared].filter(
      ([, one]) => one.path === path || one.modules.some((module) => module.path === path),
    );
    if (touched.length === 0) return;
    this.#generation += 1;
    for (const [key] of touched) this.#prepared.delete(key);
    this.#changed.fire();
  }

  forget(key: string): void {
    this.#prepared.delete(key);
  }

  async configFor(uri: Uri): Promise<Resolved> {
    return resolvedConfig(uri, await this.projects.nearest(uri), this.log);
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}
