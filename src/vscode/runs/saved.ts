/** A run as it is kept for the next window, and the process by which that one sees whether it still goes on. */
import { startOf, treeOf } from '../../power/runs/process-tree';
import { isProcess } from '../../host/open-runs';
import { nodeFiles } from '../../host/node-files';
import type { CurrentRun, RunState } from '../../power/runs/run';

export interface WatchedProcess {
  readonly pid: number;
  /** Tells it from a later process with the same number; null where the system does not say. */
  readonly start: string | null;
}

export interface SavedRun {
  readonly run: RunState;
  readonly process: WatchedProcess | null;
}

/** Null for what this version has not written. */
export function savedRun(state: unknown): SavedRun | null {
  const { run, process } = (state ?? {}) as Partial<SavedRun>;
  const isWhole =
    typeof run?.until === 'number' && typeof run.start.id === 'string' && typeof run.energy.elapsed === 'number';
  return isWhole ? { run, process: process ?? null } : null;
}

export function isAlive({ pid, start }: WatchedProcess): boolean {
  return isProcess(pid) && (start === null || startOf(nodeFiles, pid) === start);
}

/** Below a shell the process that names the script; null while there is none, and where processes are not to be seen. */
export async function processOf(
  { script, startedBy }: CurrentRun,
  root: number | null,
): Promise<WatchedProcess | null> {
  if (root === null || script === null) return null;
  const pid = startedBy === 'terminal' ? await namedBelow(root, script.split('/').pop() ?? script) : root;
  return pid === null ? null : { pid, start: startOf(nodeFiles, pid) };
}

async function namedBelow(root: number, name: string): Promise<number | null> {
  const stem = name.replace(/\.\w+$/, '');
  const below = [...(await treeOf(nodeFiles, root))].filter((pid) => pid !== root);
  const named = below.find((pid) => nodeFiles.readTextSync(`/proc/${pid}/cmdline`)?.includes(stem) === true);
  return named ?? null;
}
