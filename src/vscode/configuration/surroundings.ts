/** The files beside the code that may set an option: launch scripts, accelerate and DeepSpeed settings, lock files. */
import { FileType, Uri, workspace } from 'vscode';
import type { ConfigurationFile } from '../../core/model/model';

const NAMES: readonly RegExp[] = [
  /\.sh$/i,
  /^(GNU)?makefile$|^justfile$|^Dockerfile(\..+)?$|^launch\.json$/i,
  /^(requirements|constraints).*\.(txt|in)$|^environment\.ya?ml$/i,
  /^(pyproject\.toml|setup\.(py|cfg)|uv\.lock|poetry\.lock|Pipfile|Pipfile\.lock|pdm\.lock)$/,
  /(accelerate|deepspeed|ds[_-]|zero\d?|trainer|train|sweep|fsdp).*\.(ya?ml|json)$/i,
  /config.*\.ya?ml$/i,
];
const MOST_FILES = 24;
const MOST_BYTES = 512 * 1024;
const MOST_LEVELS = 4;

/** Nearest first: the folder of the document and those above it inside its workspace folder. Text only, nothing is run. */
export async function surroundingsOf(document: Uri): Promise<readonly ConfigurationFile[]> {
  const root = workspace.getWorkspaceFolder(document)?.uri;
  if (!root) return [];
  const files: ConfigurationFile[] = [];
  let folder = Uri.joinPath(document, '..');
  for (let level = 0; level < MOST_LEVELS && files.length < MOST_FILES; level += 1) {
    files.push(...(await filesIn(folder, MOST_FILES - files.length)));
    if (folder.path === root.path || !folder.path.startsWith(root.path)) break;
    folder = Uri.joinPath(folder, '..');
  }
  return files;
}

async function filesIn(folder: Uri, most: number): Promise<readonly ConfigurationFile[]> {
  const entries = await list(folder);
  const names = entries
    .filter(([name, type]) => (type & FileType.File) !== 0 && NAMES.some((pattern) => pattern.test(name)))
    .map(([name]) => name)
    .sort()
    .slice(0, most);
  const files = await Promise.all(names.map((name) => read(Uri.joinPath(folder, name))));
  return files.filter((file) => file !== undefined);
}

async function list(folder: Uri): Promise<[string, FileType][]> {
  try {
    return await workspace.fs.readDirectory(folder);
  } catch {
    return [];
  }
}

/** Undefined for what is not a small readable file. */
async function read(file: Uri): Promise<ConfigurationFile | undefined> {
  try {
    if ((await workspace.fs.stat(file)).size > MOST_BYTES) return undefined;
    const text = new TextDecoder().decode(await workspace.fs.readFile(file));
    return { path: workspace.asRelativePath(file, false), text };
  } catch {
    return undefined;
  }
}
