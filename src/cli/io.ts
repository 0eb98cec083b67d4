/** The streams and surroundings of one command-line run, so that tests can hold them. */
import { threadOf, type StartThread } from './threads/crew';

export interface Io {
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Standard output is a terminal. */
  readonly isTerminal: boolean;
  /** Columns of the terminal; null when there is none. */
  readonly columns: number | null;
  out(content: string | Uint8Array): void;
  err(text: string): void;
  /** Everything on standard input. */
  readInput(): Promise<Uint8Array>;
  /** Aborted by the first interrupt. */
  readonly signal: AbortSignal;
  /** Null where the program is not one script that threads could run. */
  readonly startThread: StartThread | null;
}

/** 0 nothing found, 1 findings, 2 usage or configuration error. */
export type ExitCode = 0 | 1 | 2;

/** A reader that went away (`| head`) ends the output, not the program. */
function quietly(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export function processIo(): Io {
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort());
  quietly(process.stdout);
  quietly(process.stderr);
  return {
    cwd: process.cwd(),
    env: process.env,
    isTerminal: process.stdout.isTTY,
    columns: process.stdout.isTTY ? process.stdout.columns : null,
    out: (content) => void process.stdout.write(content),
    err: (text) => void process.stderr.write(text),
    readInput: () => readAll(process.stdin),
    signal: interrupt.signal,
    startThread: __filename.endsWith('.js') ? threadOf(__filename) : null,
  };
}
