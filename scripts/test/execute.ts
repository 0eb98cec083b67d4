/** Runs a command to its end with a time limit, and keeps the last part of what it wrote. */
import { spawn } from 'node:child_process';
import { root } from './paths';

export interface Execution {
  /** Null when it was killed. */
  readonly code: number | null;
  /** The last 20,000 characters of both streams. */
  readonly output: string;
}

const KEPT = 20_000;

/** Never rejects: a command that cannot start ends with code null and the reason as its output. */
export function execute(file: string, args: readonly string[], limit: number): Promise<Execution> {
  return new Promise((resolve) => {
    const env = { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' };
    // Its own process group, so that a stage that hangs takes its children with it.
    const detached = process.platform !== 'win32';
    const child = spawn(file, [...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], detached });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-KEPT);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const timer = setTimeout(() => {
      output += `\nstopped: not done after ${limit / 1000} s`;
      if (detached && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      else child.kill('SIGKILL');
    }, limit);
    const end = (code: number | null): void => {
      clearTimeout(timer);
      resolve({ code, output });
    };
    child.on('error', (error) => {
      output += error.message;
      end(null);
    });
    child.on('close', end);
  });
}
