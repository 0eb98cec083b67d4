/** Tools that do what the test says: print, hang, die, print garbage. */
import type { Processes, RunningProcess } from '../../../../src/host/ports';

export class FakeChild implements RunningProcess {
  isKilled = false;
  readonly exit: Promise<{ code: number | null; stderr: string }>;
  private readonly queue: string[] = [];
  private wake: () => void = () => undefined;
  private finish: (result: { code: number | null; stderr: string }) => void = () => undefined;
  private isOver = false;

  constructor(readonly args: readonly string[]) {
    this.exit = new Promise((resolve) => (this.finish = resolve));
  }

  get isRunning(): boolean {
    return !this.isOver;
  }

  get lines(): AsyncIterable<string> {
    return this.read();
  }

  print(...lines: readonly string[]): void {
    this.queue.push(...lines);
    this.wake();
  }

  die(code: number): void {
    this.isOver = true;
    this.finish({ code, stderr: '' });
    this.wake();
  }

  kill(): void {
    this.isKilled = true;
    this.die(0);
  }

  private async *read(): AsyncGenerator<string> {
    for (;;) {
      const line = this.queue.shift();
      if (line !== undefined) yield line;
      else if (this.isOver) return;
      else await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
}

export interface FakeTool {
  run(args: readonly string[]): { code: number | null; stdout: string; stderr: string };
  started(child: FakeChild): void;
}

export class FakeProcesses implements Processes {
  /** Everything that was ever run or started, by its arguments. */
  readonly spawned: string[] = [];
  readonly children: FakeChild[] = [];

  constructor(private readonly tools: Readonly<Record<string, FakeTool>> = {}) {}

  get alive(): readonly FakeChild[] {
    return this.children.filter(({ isRunning }) => isRunning);
  }

  find(tool: string): Promise<string | undefined> {
    return Promise.resolve(tool in this.tools ? `/usr/bin/${tool}` : undefined);
  }

  start(path: string, args: readonly string[]): RunningProcess {
    const child = new FakeChild(args);
    this.spawned.push(args.join(' '));
    this.children.push(child);
    this.toolAt(path).started(child);
    return { lines: child.lines, exit: child.exit, kill: () => child.kill() };
  }

  run(path: string, args: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
    this.spawned.push(args.join(' '));
    return Promise.resolve(this.toolAt(path).run(args));
  }

  private toolAt(path: string): FakeTool {
    const tool = this.tools[path.replace('/usr/bin/', '')];
    if (!tool) throw new Error(`no such tool: ${path}`);
    return tool;
  }
}
