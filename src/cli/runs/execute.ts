/** Runs a command in the foreground: its signals, its exit code. */
import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { visible } from '../../report/escape';
import { UsageError } from '../usage';

export interface Execution {
  readonly pid: number;
  /** Like a shell: the code of the command, or 128 and the number of the signal that ended it. */
  readonly exit: Promise<number>;
}

/** Sent to this process alone, for example by a scheduler that wants a checkpoint. */
const FORWARDED = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGQUIT', 'SIGCONT'] as const;

/** Rejects when the command cannot be started. */
export function execute(command: readonly string[], cwd: string): Promise<Execution> {
  const [program = '', ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: 'inherit' });
    const release = passSignalsTo(child);
    const exit = new Promise<number>((ended) => {
      child.once('exit', (code, signal) => {
        release();
        ended(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
      });
    });
    child.once('spawn', () => resolve({ pid: child.pid ?? 0, exit }));
    child.once('error', (error: NodeJS.ErrnoException) => {
      release();
      reject(new UsageError(`cannot start ${visible(program)} (${error.code ?? error.message})`));
    });
  });
}

/** A terminal interrupts the command itself, and twice would be once too often; without a terminal it is passed on, too. */
function passSignalsTo(child: ChildProcess): () => void {
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  const interrupt = (signal: NodeJS.Signals): void => {
    if (!process.stdin.isTTY) pass(signal);
  };
  const forwarded = process.platform === 'win32' ? [] : FORWARDED;
  for (const signal of forwarded) process.on(signal, pass);
  process.on('SIGINT', interrupt);
  return () => {
    for (const signal of forwarded) process.off(signal, pass);
    process.off('SIGINT', interrupt);
  };
}
