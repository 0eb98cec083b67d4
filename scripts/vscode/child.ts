/** Starts long-lived child processes in groups of their own, so that they and whatever they start can be ended whole. */
import { type ChildProcess, spawn, spawnSync, type SpawnOptions } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

const running = new Set<ChildProcess>();
let watching = false;

/** Like spawn, but the child leads a process group, and that group does not outlive this process. */
export function spawnGroup(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  endWithThisProcess();
  const child = spawn(command, [...args], { ...options, detached: process.platform !== 'win32' });
  running.add(child);
  return child;
}

function endWithThisProcess(): void {
  if (watching) return;
  watching = true;
  process.on('exit', () => running.forEach((child) => signalGroup(child, 'SIGKILL')));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // A signal nobody listens to ends Node without an `exit` event; where somebody else listens, ending is theirs.
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) process.exit(1);
    });
  }
}

/** Asks the group to end, then insists. Resolves once it is gone; does nothing when it is gone already. */
export async function endGroup(child: ChildProcess): Promise<void> {
  signalGroup(child, 'SIGTERM');
  const deadline = Date.now() + 3000;
  while (groupIsAlive(child) && Date.now() < deadline) await delay(50);
  signalGroup(child, 'SIGKILL');
  running.delete(child);
}

function groupIsAlive(child: ChildProcess): boolean {
  if (process.platform === 'win32') return child.exitCode === null && child.signalCode === null;
  return signalGroup(child, 0);
}

/** False when there was no such group left to signal. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  if (child.pid === undefined) return false;
  if (process.platform === 'win32') {
    return spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' }).status === 0;
  }
  try {
    return process.kill(-child.pid, signal);
  } catch {
    return false;
  }
}
