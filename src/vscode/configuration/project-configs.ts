/** The configuration file that governs each document: the nearest one above it, read once and watched. */
import { EventEmitter, FileType, Uri, workspace, type Disposable } from 'vscode';
import { Disposables } from '../disposables';
import { parseProject, type ProjectConfig } from './parse';

/** In one folder the first that says something wins. */
const NAMES = ['carbon-hints.toml', 'pyproject.toml'] as const;

/** Above a file that lies outside of every workspace folder, no further than this. */
const MOST_LEVELS = 12;

/** No person writes a longer configuration. */
const MOST_BYTES = 1024 * 1024;

export interface ProjectFile {
  readonly uri: Uri;
  readonly text: string;
  readonly parsed: ProjectConfig;
}

export class ProjectConfigs implements Disposable {
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new EventEmitter<void>());
  readonly #read = this.#disposables.add(new EventEmitter<ProjectFile>());
  readonly #gone = this.#disposables.add(new EventEmitter<Uri>());
  /** By address; null where there is no such file or it has nothing for us. */
  readonly #files = new Map<string, Promise<ProjectFile | null>>();

  readonly onDidChange = this.#changed.event;
  /** A file with something for us was read. */
  readonly onDidRead = this.#read.event;
  readonly onDidVanish = this.#gone.event;

  constructor() {
    const watcher = this.#disposables.add(workspace.createFileSystemWatcher(`**/{${NAMES.join(',')}}`));
    const forget = (uri: Uri): void => {
      this.#files.delete(uri.toString());
      this.#gone.fire(uri);
      this.#changed.fire();
    };
    this.#disposables.add(watcher.onDidChange(forget));
    this.#disposables.add(watcher.onDidCreate(forget));
    this.#disposables.add(watcher.onDidDelete(forget));
    // The watcher does not see files outside of the workspace folders, and is late on some systems.
    this.#disposables.add(workspace.onDidSaveTextDocument(({ uri }) => isOurs(uri) && forget(uri)));
  }

  /** Undefined when no file governs the document. */
  async nearest(document: Uri): Promise<ProjectFile | undefined> {
    if (document.scheme === 'untitled') return undefined;
    const places = foldersAbove(document).flatMap((folder) => NAMES.map((name) => Uri.joinPath(folder, name)));
    const files = await Promise.all(places.map((place) => this.#file(place)));
    return files.find((file) => file !== null) ?? undefined;
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #file(uri: Uri): Promise<ProjectFile | null> {
    const key = uri.toString();
    const known = this.#files.get(key) ?? this.#load(uri);
    this.#files.set(key, known);
    return known;
  }

  async #load(uri: Uri): Promise<ProjectFile | null> {
    let text: string;
    try {
      const { type, size } = await workspace.fs.stat(uri);
      // A link may lead to a device, which has no end.
      if ((type & FileType.File) === 0 || size > MOST_BYTES) return null;
      text = new TextDecoder().decode(await workspace.fs.readFile(uri));
    } catch {
      return null;
    }
    const parsed = await parseProject(uri.path.split('/').pop() ?? '', text);
    if (!parsed) return null;
    const file = { uri, text, parsed };
    this.#read.fire(file);
    return file;
  }
}

/** Nearest first, up to the workspace folder. */
function foldersAbove(document: Uri): readonly Uri[] {
  const root = workspace.getWorkspaceFolder(document)?.uri.path;
  const folders = [Uri.joinPath(document, '..')];
  for (let folder = folders[0]; folder && folders.length < MOST_LEVELS; folder = folders.at(-1)) {
    const parent = Uri.joinPath(folder, '..');
    if (folder.path === root || parent.path === folder.path) break;
    folders.push(parent);
  }
  return folders;
}

function isOurs(uri: Uri): boolean {
  return NAMES.some((name) => uri.path.endsWith(`/${name}`));
}
