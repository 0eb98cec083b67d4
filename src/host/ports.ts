/** The doors to the outside: files, processes, clock, network and secrets, so that everything behind them can be faked. */
import type { Millis } from '../core/units/quantity';

export interface DirectoryEntry {
  readonly name: string;
  readonly isDirectory: boolean;
  readonly isSymbolicLink: boolean;
}

/** Every failure is a value: `undefined` for "cannot be read", with the reason from `whyUnreadable`. */
export interface Files {
  readText(path: string): Promise<string | undefined>;
  /** Synchronous read for sysfs files of a few bytes; undefined when unreadable. */
  readTextSync(path: string): string | undefined;
  readBytes(path: string): Promise<Uint8Array | undefined>;
  list(path: string): Promise<readonly DirectoryEntry[] | undefined>;
  exists(path: string): boolean;
  /** `missing`, `permission`, `directory` or `other`. */
  whyUnreadable(path: string): 'missing' | 'permission' | 'directory' | 'other' | null;
  /** Appends one whole line and flushes it, on a line of its own even after a torn one; false when it could not be written. */
  appendLine(path: string, line: string): Promise<boolean>;
}

export interface RunningProcess {
  /** Standard output by line, without the line end. */
  readonly lines: AsyncIterable<string>;
  readonly exit: Promise<{ readonly code: number | null; readonly stderr: string }>;
  kill(): void;
  /** CPU time the process has used so far; undefined where the system does not say. */
  cpuTime?(): Millis | undefined;
}

export interface Processes {
  /** Absolute path of a tool on PATH, never from the workspace; undefined when there is none. */
  find(tool: string): Promise<string | undefined>;
  /** Starts a long-lived process without a shell. */
  start(path: string, args: readonly string[]): RunningProcess;
  /** Runs to the end, bounded in time and output. */
  run(
    path: string,
    args: readonly string[],
    timeout: Millis,
  ): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
}

export interface Clock {
  /** Monotonic milliseconds. */
  now(): Millis;
  /** Wall clock, milliseconds since the epoch. */
  wall(): Millis;
  /** Resolves after `delay`, or rejects when aborted. */
  sleep(delay: Millis, signal?: AbortSignal): Promise<void>;
}

/** What the machine says of itself without running anything. */
export interface Machine {
  readonly platform: 'linux' | 'darwin' | 'win32' | 'other';
  readonly hostname: string;
  readonly cpuModel: string;
  readonly logicalCores: number;
  readonly memoryBytes: number;
  /** Cumulative busy and total CPU time over all cores in milliseconds; undefined when unknown. */
  cpuTimes(): { readonly busy: number; readonly total: number } | undefined;
  /** CPU time of this process, all its threads; absent where it cannot be known. */
  ownCpuTime?(): Millis;
}

/** Asked only for addresses that the user named; nothing here is called unless they did. */
export interface Network {
  /** The text at an http or https address. Never follows a redirect to another host; every failure is a value. */
  getText(address: string, limits: NetworkLimits): Promise<Fetched>;
}

export interface NetworkLimits {
  readonly timeout: Millis;
  /** A longer answer is a failure, and is not read to its end. */
  readonly bytes: number;
}

export type Fetched = { readonly text: string } | { readonly why: string };

/** A connection between two processes of one user on one machine. */
export interface Channel {
  /** What the other side sends, by line; ends with the connection. */
  readonly lines: AsyncIterable<string>;
  /** Drops the connection when the other side does not read what it is sent. */
  send(line: string): void;
  close(): void;
}

export interface Listener {
  /** The address still leads here: nobody has removed it or put another in its place. */
  isIntact(): boolean;
  close(): void;
}

/** Addresses are those of this user and machine; nobody else can reach them. */
export interface Sockets {
  /** Undefined when nobody listens there. */
  connect(address: string): Promise<Channel | undefined>;
  /** Undefined when somebody else listens there already, or nobody can. What a dead process left behind is removed. */
  listen(address: string, accept: (channel: Channel) => void): Promise<Listener | undefined>;
}

export interface Host {
  readonly files: Files;
  readonly processes: Processes;
  readonly network: Network;
  readonly clock: Clock;
  readonly machine: Machine;
}
