/** A lock between processes, held as a folder, so that two runs never install into the same place at once. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 250;

/** Runs `work` while holding `folder`; waits for another living holder, and takes over from one that has died. */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  await acquire(folder);
  try {
    return await work();
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function acquire(folder: string): Promise<void> {
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  for (let announced = false; !tryAcquire(folder); announced = true) {
    if (!announced) console.error(`Waiting for another run to finish (${folder}).`);
    await delay(pollMs);
  }
}

function tryAcquire(folder: string): boolean {
  try {
    fs.mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (!isAbandoned(folder)) return false;
    // Renaming is atomic: of several waiters exactly one removes the dead holder's folder.
    const grave = `${folder}.${process.pid}`;
    try {
      fs.renameSync(folder, grave);
      fs.rmSync(grave, { recursive: true, force: true });
    } catch {
      return false;
    }
    return tryAcquire(folder);
  }
  fs.writeFileSync(path.join(folder, 'pid'), String(process.pid));
  return true;
}

function isAbandoned(folder: string): boolean {
  try {
    const pid = Number(fs.readFileSync(path.join(folder, 'pid'), 'utf8'));
    return pid > 0 && !isAlive(pid);
  } catch {
    return isOlderThan(folder, 10_000);
  }
}

/** A holder writes its pid right after making the folder; a folder long without one was left by a crash in between. */
function isOlderThan(folder: string, ageMs: number): boolean {
  const stat = fs.statSync(folder, { throwIfNoEntry: false });
  return stat !== undefined && Date.now() - stat.mtimeMs > ageMs;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
