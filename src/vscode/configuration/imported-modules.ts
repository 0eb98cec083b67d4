/** Reads the Python files of a workspace folder that a document imports; text only, nothing is run. */
import { FileType, Uri, workspace } from 'vscode';
import type { Source } from '../../core/engine-types';
import { importingText } from '../../core/engine/importing-text';
import { followImports, type ModuleFile, MOST_MODULE_CHARACTERS } from '../../core/model/imports/paths';

/** Empty outside of workspace folders. Unsaved changes of an imported file count once they are saved. */
export async function modulesOf(document: Uri, source: Source): Promise<readonly ModuleFile[]> {
  const folder = workspace.getWorkspaceFolder(document);
  if (!folder) return [];
  const root = folder.uri;
  const path = document.path.slice(root.path.length).replace(/^\//, '');
  const reader = new Reader(root);
  const following = followImports(path, importingText(source));
  let step = following.next();
  while (!step.done) step = following.next(await reader.first(step.value));
  return step.value;
}

/** Lists each folder once. */
class Reader {
  readonly #folders = new Map<string, Promise<ReadonlySet<string>>>();

  constructor(private readonly root: Uri) {}

  async first(places: readonly string[]): Promise<ModuleFile | undefined> {
    for (const place of places) {
      const split = place.lastIndexOf('/');
      const names = await this.#filesIn(place.slice(0, Math.max(0, split)));
      const file = names.has(place.slice(split + 1)) ? await read(Uri.joinPath(this.root, place), place) : undefined;
      if (file) return file;
    }
    return undefined;
  }

  #filesIn(folder: string): Promise<ReadonlySet<string>> {
    let names = this.#folders.get(folder);
    if (!names) this.#folders.set(folder, (names = filesIn(Uri.joinPath(this.root, folder))));
    return names;
  }
}

/** Links are left out: they may lead out of the workspace. */
async function filesIn(folder: Uri): Promise<ReadonlySet<string>> {
  try {
    const entries = await workspace.fs.readDirectory(folder);
    return new Set(entries.flatMap(([name, type]) => (type === FileType.File ? [name] : [])));
  } catch {
    return new Set();
  }
}

async function read(file: Uri, path: string): Promise<ModuleFile | undefined> {
  try {
    if ((await workspace.fs.stat(file)).size > MOST_MODULE_CHARACTERS) return undefined;
    return { path, text: new TextDecoder().decode(await workspace.fs.readFile(file)) };
  } catch {
    return undefined;
  }
}
