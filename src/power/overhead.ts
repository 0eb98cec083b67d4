/** What the meter itself costs: the CPU time of its reads and its bookkeeping, and of the tools it keeps running. */
import { fraction, seconds, type Fraction, type Millis, type Seconds } from '../core/units/quantity';
import type { Clock, Host, RunningProcess } from '../host/ports';

export interface Overhead {
  /** CPU time inside this process. What Node needs to wake up and to wait is not in it. */
  readonly own: Seconds;
  /** CPU time of long-lived tools such as nvidia-smi; null where the system does not say. */
  readonly tools: Seconds | null;
  readonly elapsed: Seconds;
  /** Of one core. */
  readonly share: Fraction;
}

/** Counts from its making on. */
export class OverheadMeter {
  private readonly started: Millis;
  private own = 0;
  private ended = 0;
  private isToolTimeKnown = true;
  /** CPU milliseconds of each running tool as last read; null until the system says. */
  private readonly running = new Map<RunningProcess, number | null>();

  constructor(private readonly host: Host) {
    this.started = host.clock.now();
  }

  /** The same host with its synchronous reads timed and its tools remembered. */
  watch(clock: Clock): Host {
    const { files, machine, network, processes } = this.host;
    return {
      clock,
      network,
      files: {
        readText: (path) => files.readText(path),
        readTextSync: (path) => this.time(() => files.readTextSync(path)),
        readBytes: (path) => files.readBytes(path),
        list: (path) => files.list(path),
        exists: (path) => files.exists(path),
        whyUnreadable: (path) => files.whyUnreadable(path),
        appendLine: (path, line) => files.appendLine(path, line),
      },
      machine: {
        platform: machine.platform,
        hostname: machine.hostname,
        cpuModel: machine.cpuModel,
        logicalCores: machine.logicalCores,
        memoryBytes: machine.memoryBytes,
        cpuTimes: () => this.time(() => machine.cpuTimes()),
      },
      processes: {
        find: (tool) => processes.find(tool),
        run: (path, args, timeout) => processes.run(path, args, timeout),
        start: (path, args) => this.remember(processes.start(path, args)),
      },
    };
  }

  time<T>(work: () => T): T {
    const before = this.now();
    try {
      return work();
    } finally {
      this.own += this.now() - before;
    }
  }

  report(): Overhead {
    const elapsed = Math.max(1, this.host.clock.now() - this.started);
    const alive = [...this.running.keys()].map((tool) => this.toolTime(tool));
    const isKnown = this.isToolTimeKnown && alive.every((time) => time !== null);
    const tools = isKnown ? alive.reduce((sum, time) => sum + time, this.ended) : null;
    return {
      own: seconds(this.own / 1000),
      tools: tools === null ? null : seconds(tools / 1000),
      elapsed: seconds(elapsed / 1000),
      share: fraction((this.own + (tools ?? 0)) / elapsed),
    };
  }

  private now(): number {
    return this.host.machine.ownCpuTime?.() ?? this.host.clock.now();
  }

  private remember(tool: RunningProcess): RunningProcess {
    this.running.set(tool, null);
    void tool.exit.then(() => this.forget(tool));
    const kill = (): void => {
      // Afterwards nobody can ask it any more.
      this.toolTime(tool);
      this.forget(tool);
      tool.kill();
    };
    return { ...tool, kill };
  }

  private forget(tool: RunningProcess): void {
    const time = this.running.get(tool);
    if (!this.running.delete(tool)) return;
    if (time === null || time === undefined) this.isToolTimeKnown = false;
    else this.ended += time;
  }

  private toolTime(tool: RunningProcess): number | null {
    const time = tool.cpuTime?.() ?? this.running.get(tool) ?? null;
    this.running.set(tool, time);
    return time;
  }
}
