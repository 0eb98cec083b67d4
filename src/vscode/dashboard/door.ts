/** The way to the dashboard: a command, and the panel that a reloaded window brings back. Its code is loaded when it is first wanted. */
import { window, type Disposable, type WebviewPanel } from 'vscode';
import { Disposables } from '../disposables';
import { loadDashboard } from '../lazy/load';
import type { Dashboard } from './panel';
import type { DashboardSources } from './sources';

const VIEW_TYPE = 'carbonHints.dashboard';

export class DashboardDoor implements Disposable {
  readonly #disposables = new Disposables();
  #loading: Promise<Dashboard> | undefined;

  constructor(private readonly sources: DashboardSources) {
    this.#disposables.add(
      window.registerWebviewPanelSerializer(VIEW_TYPE, {
        deserializeWebviewPanel: (panel: WebviewPanel) => this.#load().then((dashboard) => dashboard.adopt(panel)),
      }),
    );
  }

  async open(): Promise<void> {
    (await this.#load()).open(VIEW_TYPE);
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #load(): Promise<Dashboard> {
    this.#loading ??= loadDashboard().then(({ Dashboard }) => this.#disposables.add(new Dashboard(this.sources)));
    return this.#loading;
  }
}
