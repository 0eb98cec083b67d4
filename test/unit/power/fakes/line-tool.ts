/** A tool that prints lines at its own pace, and misbehaves on request. */
import { millis } from '../../../../src/core/units/quantity';
import type { FakeClock } from './clock';
import type { FakeChild, FakeTool } from './processes';

export type ToolFault = 'hang' | 'die' | 'garbage' | 'torn lines' | 'other fields' | 'slow';

export interface LineToolParts {
  readonly clock: FakeClock;
  /** Milliseconds between two ticks, from the arguments. */
  every(args: readonly string[]): number;
  /** Printed once, at the start. */
  header?(): readonly string[];
  lines(): readonly string[];
  /** Some tools say something at once, others after their first interval. */
  readonly begins?: 'at once';
  /** What a short run prints. */
  once(args: readonly string[]): string;
}

export class LineTool implements FakeTool {
  /** What a running or newly started tool does from now on. */
  fault: ToolFault | null = null;

  constructor(private readonly parts: LineToolParts) {}

  run(args: readonly string[]): { code: number; stdout: string; stderr: string } {
    const { fault } = this;
    if (fault === 'die' || fault === 'garbage') return { code: 1, stdout: 'Segmentation fault', stderr: '' };
    const text = this.parts.once(args);
    return { code: 0, stdout: fault === 'torn lines' ? text.slice(0, text.length / 2) : text, stderr: '' };
  }

  started(child: FakeChild): void {
    void this.live(child);
  }

  private async live(child: FakeChild): Promise<void> {
    const { clock, every, header } = this.parts;
    child.print(...(header?.() ?? []));
    const pace = every(child.args);
    if (this.parts.begins === 'at once' && this.fault !== 'hang' && this.fault !== 'die') this.print(child);
    while (child.isRunning) {
      if (this.fault === 'die') return child.die(9);
      await clock.sleep(millis(this.fault === 'slow' ? pace * 10 : pace));
      if (this.fault !== 'hang') this.print(child);
    }
  }

  private print(child: FakeChild): void {
    child.print(...this.parts.lines().map((line) => this.garbled(line)));
  }

  private garbled(line: string): string {
    if (this.fault === 'garbage') return 'Unable to determine the device handle: Unknown Error';
    if (this.fault === 'torn lines') return line.slice(0, line.length / 2);
    return this.fault === 'other fields' ? `surprise, ${line}, 17` : line;
  }
}
