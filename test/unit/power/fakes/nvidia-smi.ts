/** An nvidia-smi on a fake clock: prints a line a board and tick, and misbehaves on request. */
import { millis } from '../../../../src/core/units/quantity';
import type { FakeClock } from './clock';
import { fixture } from './files';
import type { FakeChild, FakeTool } from './processes';

export interface FakeGpu {
  readonly uuid: string;
  readonly name: string;
  readonly busId: string;
  /** As printed: "301.22", "[N/A]". */
  power: string;
  utilization: string;
}

export class FakeNvidiaSmi implements FakeTool {
  /** What a running or newly started tool does from now on. */
  behaviour: 'print' | 'hang' | 'die' | 'garbage' | 'torn lines' | 'other fields' = 'print';

  constructor(
    private readonly clock: FakeClock,
    readonly gpus: FakeGpu[],
  ) {}

  run(args: readonly string[]): { code: number; stdout: string; stderr: string } {
    if (args[0] === '--help-query-gpu')
      return { code: 0, stdout: fixture('nvidia-smi-help-query-gpu.txt'), stderr: '' };
    const list = this.gpus.map(({ name, uuid }, index) => `GPU ${index}: ${name} (UUID: ${uuid})`).join('\n');
    return { code: 0, stdout: `${list}\n`, stderr: '' };
  }

  started(child: FakeChild): void {
    void this.live(child);
  }

  private async live(child: FakeChild): Promise<void> {
    const fields = child.args.find((arg) => arg.startsWith('--query-gpu='))?.slice('--query-gpu='.length) ?? '';
    const asked = child.args[0] === '-i' ? child.args[1] : undefined;
    const every = Number(child.args[child.args.indexOf('-lms') + 1]);
    while (child.isRunning) {
      if (this.behaviour === 'die') return child.die(9);
      const gpus = this.gpus.filter(({ busId }) => asked === undefined || asked.includes(busId));
      if (this.behaviour !== 'hang') child.print(...gpus.map((gpu) => this.lineOf(gpu, fields.split(','))));
      await this.clock.sleep(millis(every));
    }
  }

  private lineOf(gpu: FakeGpu, fields: readonly string[]): string {
    if (this.behaviour === 'garbage') return 'Unable to determine the device handle for GPU0000:01:00.0: Unknown Error';
    const cells: Readonly<Record<string, string>> = {
      uuid: gpu.uuid,
      name: gpu.name,
      'power.draw': gpu.power,
      'power.draw.average': '[N/A]',
      'power.draw.instant': gpu.power,
      'pci.bus_id': `0000${gpu.busId.toUpperCase()}`,
      'utilization.gpu': gpu.utilization,
      'mig.mode.current': 'Disabled',
    };
    const line = fields.map((field) => cells[field] ?? '[N/A]').join(', ');
    if (this.behaviour === 'torn lines') return line.slice(0, line.length / 2);
    return this.behaviour === 'other fields' ? `${line}, P0` : line;
  }
}

export function rtx(changes: Partial<FakeGpu> = {}): FakeGpu {
  const uuid = 'GPU-5f1cd9b6-5f6f-4a0c-b1a9-1d7f2f5f9a01';
  return { uuid, name: 'NVIDIA RTX A5000', busId: '0000:01:00.0', power: '180.50', utilization: '97', ...changes };
}
