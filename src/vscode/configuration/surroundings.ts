/** Reads the files beside the code that may set an option of it; text only, nothing is run. */
import { FileType, Uri, workspace, type TextDocument } from 'vscode';
import {
  isNestedSurrounding,
  isSurrounding,
  mayHold,
  MOST_SURROUNDING_BYTES,
  MOST_SURROUNDING_FILES,
  MOST_SURROUNDING_LEVELS,
  SURROUNDING_FOLDERS,
} from '../../core/config/surroundings';
import { sweepProgram } from '../../core/model/search/sweep-yaml';
import type { ConfigurationFile } from '../../core/model/model';

/** The script that a sweep runs; none for other documents. */
export async function sweepScript(document: TextDocument | undefined): Promise<readonly ConfigurationFile[]> {
  const name = document?.languageId === 'yaml' ? sweepProgram(document.getText()) : undefined;
  if (!document || name === undefined) return [];
  const script = Uri.joinPath(document.uri, '..', name);
  const root = workspace.getWorkspaceFolder(document.uri)?.uri;
  const found = root && script.path.startsWith(`${root.path}/`) ? await read(script) : undefined;
  return found ? [found] : [];
}

/** Nearest first: the folder of the document and those above it inside its workspace folder. */
export async function surroundingsOf(document: Uri): Promise<readonly ConfigurationFile[]> {
  const root = workspace.getWorkspaceFolder(document)?.uri;
  if (!root) return [];
  const folders: Uri[] = [];
  let folder = Uri.joinPath(document, '..');
  while (folders.length < MOST_SURROUNDING_LEVELS && folder.path.startsWith(root.path)) {
    folders.push(folder);
    folder = Uri.joinPath(folder, '..');
  }
  const places = (await Promise.all(folders.map(placesIn))).flat().slice(0, MOST_SURROUNDING_FILES);
  const files = await Promise.all(places.map(read));
  return files.filter((file) => file !== undefined);
}

async function placesIn(folder: Uri): Promise<readonly Uri[]> {
  const names = await list(folder);
  const nested = SURROUNDING_FOLDERS.filter((name) => mayHold(names, name)).map(async (name) => {
    const inner = Uri.joinPath(folder, name);
    return files(await list(inner), inner, isNestedSurrounding);
  });
  return [...files(names, folder, isSurrounding), ...(await Promise.all(nested)).flat()];
}

function files(names: ReadonlyMap<string, FileType>, folder: Uri, isWanted: (name: string) => boolean): Uri[] {
  return [...names]
    .filter(([name, type]) => type === FileType.File && isWanted(name))
    .map(([name]) => name)
    .sort()
    .map((name) => Uri.joinPath(folder, name));
}

/** Links are left out: they may lead out of the workspace. */
async function list(folder: Uri): Promise<ReadonlyMap<string, FileType>> {
  try {
    const entries = await workspace.fs.readDirectory(folder);
    return new Map(entries.filter(([, type]) => (type & FileType.SymbolicLink) === 0));
  } catch {
    return new Map();
  }
}

/** Undefined for what is not a small readable file. */
async function read(file: Uri): Promise<ConfigurationFile | undefined> {
  try {
    const { type, size } = await workspace.fs.stat(file);
    if (type !== FileType.File || size > MOST_SURROUNDING_BYTES) return undefined;
    const text = new TextDecoder().decode(await workspace.fs.readFile(file));
    return { path: workspace.asRelativePath(file, false), text };
  } catch {
    return undefined;
  }
}
