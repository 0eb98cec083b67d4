/** The carbon intensity of the grid that is chosen for this window, for the power of the machine. */
import { EventEmitter, window, workspace, Uri, type Disposable } from 'vscode';
import type { Intensity } from '../../core/estimate/types';
import { millis } from '../../core/units/quantity';
import { contextFor } from '../configuration/context';
import type { AnalysisEnvironment } from '../configuration/environment';
import { Disposables } from '../disposables';
import { loadCore, loadPower } from '../lazy/load';
import type { Log } from '../log';

export class WindowIntensity implements Disposable {
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new EventEmitter<void>());
  #current: Intensity | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly environment: AnalysisEnvironment,
    private readonly log: Log,
  ) {
    const update = (): void => void this.#update();
    this.#disposables.add(environment.onDidChange(update));
    this.#disposables.add(window.onDidChangeActiveTextEditor(update));
    update();
  }

  get current(): Intensity | undefined {
    return this.#current;
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  /** The region may be set for one folder only: that of the document in front, or else the first one. */
  async #update(): Promise<void> {
    const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.from({ scheme: 'untitled', path: 'none' });
    const document = window.activeTextEditor?.document.uri ?? Uri.joinPath(folder, 'none.py');
    const { config } = await this.environment.configFor(document);
    this.#current = (await chosenIntensity(config.region)) ?? (await contextFor(config, this.log)).intensity;
    this.#changed.fire();
  }
}

/** Undefined when no region is chosen, or when no provider knows it. */
async function chosenIntensity(region: string | null): Promise<Intensity | undefined> {
  if (region === null) return undefined;
  const [{ offlineIntensity }, { createNodeHost }] = await Promise.all([loadCore(), loadPower()]);
  const host = createNodeHost({ workspaceFolders: [] });
  return offlineIntensity(region, millis(Date.now()), host);
}
