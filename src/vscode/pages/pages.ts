/** Pages shown as rendered Markdown: the bundled rule pages, and texts made on the fly. */
import { commands, EventEmitter, Uri, window, workspace, type Disposable } from 'vscode';
import type { RuleId } from '../../core/rules/rule';
import { Disposables } from '../disposables';
import { ruleMeta } from './rules';

const SCHEME = 'carbon-hints-doc';

export class Pages implements Disposable {
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new EventEmitter<Uri>());
  readonly #texts = new Map<string, string>();

  constructor(private readonly extension: Uri) {
    this.#disposables.add(
      workspace.registerTextDocumentContentProvider(SCHEME, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: (uri) => this.#texts.get(uri.path) ?? '',
      }),
    );
  }

  /** The rule's own page, from the files that were installed: no network. */
  async showRule(rule: RuleId): Promise<void> {
    const page = Uri.joinPath(this.extension, 'dist', 'rules', `${rule}.md`);
    const meta = await ruleMeta(rule);
    if (!meta) return void window.showWarningMessage(`Carbon Hints has no rule named “${rule}”.`);
    if (await exists(page)) return preview(page);
    await this.showText(rule, `# ${rule}\n\n${meta.summary}`);
  }

  /** Shows a text under a name; showing the name again replaces it. */
  async showText(name: string, text: string): Promise<void> {
    const uri = Uri.from({ scheme: SCHEME, path: `/${name}.md` });
    this.#texts.set(uri.path, text);
    this.#changed.fire(uri);
    await preview(uri);
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}

async function preview(uri: Uri): Promise<void> {
  try {
    await commands.executeCommand('markdown.showPreview', uri);
  } catch {
    // The built-in Markdown extension can be switched off; the source is readable too.
    await window.showTextDocument(uri, { preview: true });
  }
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
