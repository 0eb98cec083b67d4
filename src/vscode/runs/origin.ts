/** Which script a terminal line, a task or a debug session runs, and where. */
import {
  env,
  FileType,
  ProcessExecution,
  ShellExecution,
  Uri,
  window,
  workspace,
  type DebugSession,
  type Task,
  type TerminalShellExecution,
  type WorkspaceFolder,
} from 'vscode';
import { isAbsolute, resolve } from 'node:path';
import { withoutAssignments } from '../../power/runs/command/launchers';
import { scriptOf, type ScriptCommand } from '../../power/runs/command/script';
import type { Backslash } from '../../power/runs/command/shell';
import { scriptInLine } from '../../power/runs/command/terminal';

/** A script and the folder that the command is run in; the folder is undefined where nobody says. */
interface Named {
  readonly script: ScriptCommand;
  readonly folder: string | undefined;
}

export function scriptOfTerminal(
  { commandLine, cwd }: TerminalShellExecution,
  shell: string | undefined,
): Promise<Uri | null> {
  return located(inLine(commandLine.value, cwd?.fsPath ?? onlyFolder(), shell ?? env.shell));
}

export function scriptOfTask({ execution, scope }: Task): Promise<Uri | null> {
  const folder = typeof scope === 'object' ? scope : workspace.workspaceFolders?.[0];
  const known = (text: string): string => substituted(text, folder);
  const root = folder?.uri.fsPath;
  const at = (cwd: string | undefined): string | undefined =>
    cwd === undefined ? root : resolve(root ?? '', known(cwd));
  if (execution instanceof ProcessExecution) {
    const script = scriptOf([execution.process, ...execution.args].map(known));
    return located(script && { script, folder: at(execution.options?.cwd) });
  }
  if (!(execution instanceof ShellExecution)) return Promise.resolve(null);
  const cwd = at(execution.options?.cwd);
  const { command, args } = execution;
  if (execution.commandLine !== undefined && command === undefined) {
    return located(inLine(known(execution.commandLine), cwd, execution.options?.executable ?? env.shell));
  }
  const words = [command, ...(args ?? [])].map((word) => known(typeof word === 'string' ? word : (word?.value ?? '')));
  const [line = '', ...rest] = words;
  if (rest.length === 0) return located(inLine(line, cwd, env.shell));
  const script = scriptOf(withoutAssignments(words));
  return located(script && { script, folder: cwd });
}

/** Of the launch configuration as it was resolved; a session inside another belongs to that. */
export function scriptOfSession({ configuration, parentSession, workspaceFolder }: DebugSession): Promise<Uri | null> {
  const { request, program, module, cwd } = configuration as Readonly<Record<string, unknown>>;
  if (parentSession !== undefined || request !== 'launch') return Promise.resolve(null);
  const words = typeof program === 'string' ? ['python', program] : ['python', '-m', String(module)];
  const script = scriptOf(words);
  const folder = typeof cwd === 'string' ? cwd : workspaceFolder?.uri.fsPath;
  return located(script && { script, folder });
}

function inLine(line: string, cwd: string | undefined, shell: string): Named | null {
  const found = scriptInLine(line, backslashOf(shell));
  if (found === null) return null;
  if (found.folder === '') return { script: found, folder: cwd };
  const folder = isAbsolute(found.folder) || cwd === undefined ? found.folder : resolve(cwd, found.folder);
  return { script: found, folder: isAbsolute(folder) ? folder : undefined };
}

function backslashOf(shell: string): Backslash {
  return process.platform === 'win32' && !/bash|zsh|fish|wsl/i.test(shell) ? 'separates folders' : 'escapes';
}

/** The script inside the workspace; nothing is read beyond it. */
async function located(named: Named | null): Promise<Uri | null> {
  if (named === null) return null;
  const { script, folder } = named;
  const paths = script.candidates.flatMap((path) =>
    isAbsolute(path) ? [path] : folder === undefined ? [] : [resolve(folder, path)],
  );
  for (const uri of paths.map((path) => Uri.file(path))) {
    if (workspace.getWorkspaceFolder(uri) && (await isFile(uri))) return uri;
  }
  return null;
}

async function isFile(uri: Uri): Promise<boolean> {
  try {
    return ((await workspace.fs.stat(uri)).type & FileType.File) !== 0;
  } catch {
    return false;
  }
}

function onlyFolder(): string | undefined {
  const [only, ...others] = workspace.workspaceFolders ?? [];
  return others.length === 0 ? only?.uri.fsPath : undefined;
}

/** Tasks are handed over as they are written; variables that are not known stay, and make the command unknown. */
function substituted(text: string, folder: WorkspaceFolder | undefined): string {
  const file = window.activeTextEditor?.document.uri;
  const values: Readonly<Record<string, string | undefined>> = {
    workspaceFolder: folder?.uri.fsPath,
    workspaceRoot: folder?.uri.fsPath,
    file: file?.fsPath,
    relativeFile: file && workspace.asRelativePath(file, false),
    fileBasename: file?.path.split('/').pop(),
    fileDirname: file && resolve(file.fsPath, '..'),
    'command:python.interpreterPath': 'python',
    'config:python.defaultInterpreterPath': 'python',
  };
  return text.replace(/\$\{([^}]+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** The process that a debug adapter says it has started. */
export function pidIn(body: unknown): number | null {
  const pid = typeof body === 'object' && body !== null && 'systemProcessId' in body ? body.systemProcessId : null;
  return typeof pid === 'number' ? pid : null;
}
