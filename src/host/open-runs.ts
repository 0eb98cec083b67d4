/**
 * Runs that are going on, one file each beside the history, so that a window that is reloaded or killed loses none: whoever comes next
 * takes over those whose owner is gone. The name of the file says whose it is, and taking over is one renaming, which only one can win.
 */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openRunsFolder } from './state';

/** Whose the file is: of this process. */
function fileOf(folder: string, id: string, owner: number): string {
  return join(folder, `${id}.${owner}.json`);
}

/** In place of an owner, of runs that were let go on purpose; no process has this number. */
const NOBODY = 0;

export class OpenRuns {
  private readonly folder: string;
  /** What is kept late must not come back after it was let go. */
  private last: Promise<unknown> = Promise.resolve();
  private isClosed = false;

  /** `history` is the file that lines go to in the end. */
  constructor(
    history: string,
    private readonly owner: number = process.pid,
    private readonly isAlive: (pid: number) => boolean = isProcess,
  ) {
    this.folder = openRunsFolder(history);
  }

  /** Replaced in one step; false where it could not be written. */
  keep(id: string, state: unknown): Promise<boolean> {
    return this.afterLast(() => this.write(id, JSON.stringify(state)));
  }

  /**
   * For whoever comes next, who need not wait until this process is gone. Does not return before it is done, because what is
   * disposed of may not be waited for. Nothing is kept afterwards.
   */
  release(states: readonly (readonly [id: string, state: unknown])[]): void {
    this.isClosed = true;
    for (const [id, state] of states) {
      const file = fileOf(this.folder, id, NOBODY);
      try {
        mkdirSync(this.folder, { recursive: true, mode: 0o700 });
        writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
        renameSync(`${file}.new`, file);
        rmSync(fileOf(this.folder, id, this.owner), { force: true });
      } catch {
        // What was kept before is still there for whoever finds this process gone.
      }
    }
  }

  /** After its line is in the history. */
  forget(id: string): Promise<void> {
    const file = fileOf(this.folder, id, this.owner);
    return this.afterLast(() => rm(file, { force: true }).catch(() => undefined));
  }

  private afterLast<T>(work: () => Promise<T>): Promise<T> {
    const done = this.last.then(work);
    this.last = done;
    return done;
  }

  private async write(id: string, text: string): Promise<boolean> {
    const file = fileOf(this.folder, id, this.owner);
    if (this.isClosed) return false;
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      await writeFile(`${file}.new`, text, { mode: 0o600 });
      await rename(`${file}.new`, file);
      return true;
    } catch {
      return false;
    }
  }

  /** The states of runs whose owner is gone; they are this process's from now on. Files that cannot be read are removed. */
  async adopt(): Promise<readonly unknown[]> {
    const states: unknown[] = [];
    for (const name of await this.names()) {
      const [, id = '', owner = ''] = /^([\w-]+)\.(\d+)\.json$/.exec(name) ?? [];
      if (id === '' || this.isTaken(Number(owner))) continue;
      const own = fileOf(this.folder, id, this.owner);
      try {
        await rename(join(this.folder, name), own);
        states.push(JSON.parse(await readFile(own, 'utf8')));
      } catch (error) {
        // Somebody else was faster, or it is not what it should be.
        if (error instanceof SyntaxError) await this.forget(id);
      }
    }
    return states;
  }

  private isTaken(owner: number): boolean {
    return owner !== NOBODY && (owner === this.owner || this.isAlive(owner));
  }

  private async names(): Promise<readonly string[]> {
    try {
      return (await readdir(this.folder)).sort();
    } catch {
      return [];
    }
  }
}

/** Asks whether there is such a process, and sends it nothing. */
export function isProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
