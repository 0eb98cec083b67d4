/** The dashboard's panel: one in a window, brought back after a reload; each has a feed as long as it is open. */
import { randomBytes } from 'node:crypto';
import { Uri, ViewColumn, window, type Disposable, type Webview, type WebviewPanel } from 'vscode';
import { Feed } from './feed';
import { pageHtml } from './html';
import type { DashboardSources } from './sources';

export class Dashboard implements Disposable {
  #open: { readonly panel: WebviewPanel; readonly feed: Feed } | undefined;

  constructor(private readonly sources: DashboardSources) {}

  open(viewType: string): void {
    if (this.#open) return this.#open.panel.reveal();
    this.adopt(window.createWebviewPanel(viewType, 'Carbon Hints', ViewColumn.Active));
  }

  adopt(panel: WebviewPanel): void {
    this.#open?.panel.dispose();
    const { webview } = panel;
    const folder = Uri.joinPath(this.sources.extension, 'dist', 'webview');
    webview.options = {
      enableScripts: true,
      enableForms: false,
      enableCommandUris: false,
      localResourceRoots: [folder],
    };
    panel.iconPath = Uri.joinPath(this.sources.extension, 'media', 'icon.png');
    const feed = new Feed(panel, this.sources);
    this.#open = { panel, feed };
    panel.onDidDispose(() => {
      feed.dispose();
      if (this.#open?.panel === panel) this.#open = undefined;
    });
    webview.html = htmlFor(webview, folder);
  }

  dispose(): void {
    this.#open?.feed.dispose();
  }
}

function htmlFor(webview: Webview, folder: Uri): string {
  const address = (name: string): string => webview.asWebviewUri(Uri.joinPath(folder, name)).toString();
  return pageHtml({
    script: address('dashboard.js'),
    style: address('dashboard.css'),
    source: webview.cspSource,
    nonce: randomBytes(16).toString('hex'),
  });
}
