/** Starting tools on Node: no shell, absolute paths only, bounded output, and nothing left running afterwards. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, isAbsolute } from 'node:path';
import type { Readable } from 'node:stream';
import { millis, type Millis } from '../core/units/quantity';
import { findTool, isInside } from './node-find';
import { readLines } from './node-lines';
import type { Processes, RunningProcess } from './ports';

type Child = ChildProcessByStdio<null, Readable, Readable>;

const STDERR_LIMIT = 8 * 1024;
const STDOUT_LIMIT = 4 * 1024 * 1024;
/** A tool that ignores a polite request gets this long. */
const KILL_AFTER = 2000;
/** proc(5): utime and stime are fields 14 and 15, in ticks of 10 ms. */
const MILLIS_PER_TICK = 10;

export class NodeProcesses implements Processes {
  private readonly children = new Set<Child>();
  private readonly killAll = (): void => {
    for (const child of this.children) child.kill('SIGKILL');
  };

  constructor(private readonly workspaceFolders: readonly string[]) {
    process.once('exit', this.killAll);
  }

  find(tool: string): Promise<string | undefined> {
    return findTool(tool, this.workspaceFolders);
  }

  start(path: string, args: readonly string[]): RunningProcess {
    const child = this.spawn(path, args);
    if (typeof child === 'string') return notStarted(child);
    return {
      lines: readLines(child.stdout),
      exit: this.exitOf(child),
      kill: () => stop(child),
      cpuTime: () => cpuTimeOf(child.pid),
    };
  }

  async run(path: string, args: readonly string[], timeout: Millis) {
    const child = this.spawn(path, args);
    if (typeof child === 'string') return { code: null, stdout: '', stderr: child };
    let late = '';
    const timer = setTimeout(() => {
      late = `no end after ${timeout} ms`;
      child.kill('SIGKILL');
    }, timeout);
    const [stdout, { code, stderr }] = await Promise.all([collect(child.stdout, STDOUT_LIMIT), this.exitOf(child)]);
    clearTimeout(timer);
    return { code: late ? null : code, stdout, stderr: late || stderr };
  }

  dispose(): void {
    this.killAll();
    process.off('exit', this.killAll);
  }

  /** The child, or why there is none. */
  private spawn(path: string, args: readonly string[]): Child | string {
    if (!isAbsolute(path)) return `not an absolute path: ${path}`;
    if (this.workspaceFolders.some((folder) => isInside(path, folder))) return `inside the workspace: ${path}`;
    try {
      const child = spawn(path, args, {
        // Not the workspace: Windows looks for libraries in the working directory.
        cwd: dirname(path),
        // Tools written in Python would keep their lines back until there are kilobytes of them.
        env: { ...process.env, LC_ALL: 'C', PYTHONUNBUFFERED: '1' },
        shell: false,
        stdio: ['ignore', 'pipe', 'pipe'],
        windowsHide: true,
      });
      this.children.add(child);
      return child;
    } catch (error) {
      return String(error);
    }
  }

  private async exitOf(child: Child): Promise<{ code: number | null; stderr: string }> {
    const ended = new Promise<{ code: number | null; failure: string }>((resolve) => {
      child.once('error', (error) => resolve({ code: null, failure: error.message }));
      child.once('exit', (code) => resolve({ code, failure: '' }));
    });
    const [{ code, failure }, stderr] = await Promise.all([ended, collect(child.stderr, STDERR_LIMIT)]);
    this.children.delete(child);
    return { code, stderr: failure || stderr };
  }
}

/** The text up to the limit; the rest is read and dropped, so that the tool is never blocked. */
async function collect(stream: Readable, limit: number): Promise<string> {
  let text = '';
  stream.setEncoding('utf8');
  try {
    for await (const chunk of stream) if (text.length < limit) text += String(chunk).slice(0, limit - text.length);
  } catch {
    // The stream was destroyed with its process: what came before counts.
  }
  return text;
}

function stop(child: Child): void {
  child.stdout.destroy();
  if (child.exitCode !== null || !child.kill('SIGTERM')) return;
  const timer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER);
  timer.unref();
  child.once('exit', () => clearTimeout(timer));
}

function cpuTimeOf(pid: number | undefined): Millis | undefined {
  if (pid === undefined || process.platform !== 'linux') return undefined;
  try {
    // The command's name, in brackets, may hold spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return millis((Number(fields[11]) + Number(fields[12])) * MILLIS_PER_TICK);
  } catch {
    return undefined;
  }
}

function notStarted(why: string): RunningProcess {
  return { lines: noLines(), exit: Promise.resolve({ code: null, stderr: why }), kill: () => undefined };
}

async function* noLines(): AsyncGenerator<string> {
  // Nothing was started.
}
