/** What of the energy of the machine belongs to a run: by the CPU time of its processes, and by who computes on a board. */
import assert from 'node:assert/strict';
import { millis } from '../../../../src/core/units/quantity';
import { computeApps } from '../../../../src/power/runs/gpu-processes';
import { ProcessTree, startOf } from '../../../../src/power/runs/process-tree';
import { RunTracker } from '../../../../src/power/runs/tracker';
import { FakeFiles } from '../fakes/files';
import { FakeHost } from '../fakes/host';
import { FakeProcesses } from '../fakes/processes';
import { curveSource, machineWith, startAt } from './curve';

const stat = (pid: number, own: number, children = 0): string =>
  `${pid} (python (x) y) S 1 ${pid} 1 0 -1 4194304 1 0 0 0 ${own} 0 ${children} 0 20 0 1 0 7777 1 1`;

/** A machine of 8 cores at 25 % load, on which the process 100 and its worker 101 use these shares of the busy time. */
function hostWith(
  share: () => number,
  options: { readonly smi?: string; readonly others?: readonly number[] } = {},
): FakeHost {
  const files = new FakeFiles();
  const smi = { run: () => ({ code: 0, stdout: options.smi ?? '', stderr: '' }), started: () => undefined };
  const processes = new FakeProcesses(options.smi === undefined ? {} : { 'nvidia-smi': smi });
  const host = new FakeHost({ files, processes });
  const ticks = (): number => ((host.machine.cpuTimes()?.busy ?? 0) * share()) / 10;
  files.set('/proc/100/stat', () => stat(100, Math.round(ticks() / 2)));
  files.set('/proc/100/task/100/children', '101 ');
  files.set('/proc/101/stat', () => stat(101, Math.round(ticks() / 2)));
  files.set('/proc/101/task/101/children', '');
  for (const pid of [100, 101, ...(options.others ?? [])]) files.set(`/proc/${pid}`, '');
  return host;
}

const cpu = curveSource({ id: 'rapl', scope: 'cpu' }, 'package-0', () => 100);
const gpu = curveSource({ id: 'nvidia', scope: 'gpu' }, 'GPU-1', () => 300);

async function attributed(
  host: FakeHost,
  sources = [cpu],
): Promise<{ readonly kWh: number; readonly how: string } | null> {
  const machine = await machineWith(sources, host);
  const run = RunTracker.begin(machine, startAt(host.clock.wall(), { pid: 100 }), null);
  await machine.pass(360);
  machine.meter.dispose();
  const found = run.end(0).attributed;
  return found ? { kWh: Number(found.energy.typical.toFixed(4)), how: found.how } : null;
}

describe('attribution to the processes of a run', () => {
  it('gives them the processor by their share of its busy time, workers included', async () => {
    const found = await attributed(hostWith(() => 0.6));
    assert.ok(Math.abs((found?.kWh ?? 0) - 0.006) < 0.0002, String(found?.kWh));
    assert.equal(found?.how, 'processor and memory by share of busy CPU time');
  });

  it('gives them a board that only they compute on', async () => {
    const found = await attributed(
      hostWith(() => 1, { smi: 'GPU-1, 101\n' }),
      [cpu, gpu],
    );
    assert.ok(Math.abs((found?.kWh ?? 0) - 0.04) < 0.001, String(found?.kWh));
    assert.match(found?.how ?? '', /; GPUs that only this run computes on$/);
  });

  it('gives them nothing of a board that others compute on', async () => {
    const found = await attributed(
      hostWith(() => 1, { smi: 'GPU-1, 555\n', others: [555] }),
      [cpu, gpu],
    );
    assert.ok(Math.abs((found?.kWh ?? 0) - 0.01) < 0.001, String(found?.kWh));
  });

  it('says so where a board is shared', async () => {
    const found = await attributed(
      hostWith(() => 1, { smi: 'GPU-1, 555\nGPU-1, 100\n', others: [555] }),
      [cpu, gpu],
    );
    assert.match(found?.how ?? '', /GPUs that others compute on, too, as whole devices$/);
  });

  for (const [why, smi] of Object.entries({
    'there is no nvidia-smi': undefined,
    'the processes are numbered as outside of a container': 'GPU-1, 555\n',
    'the board is split': 'MIG-aa-bb, 100\n',
    'no process is listed': '',
  })) {
    it(`counts a board as a whole device, and says so, where ${why}`, async () => {
      const found = await attributed(
        hostWith(() => 1, smi === undefined ? {} : { smi }),
        [cpu, gpu],
      );
      assert.ok(Math.abs((found?.kWh ?? 0) - 0.04) < 0.001, String(found?.kWh));
      assert.match(found?.how ?? '', /GPUs as whole devices, since nothing says who uses them$/);
    });
  }

  it('asks nvidia-smi a handful of times, never at every reading', async () => {
    const host = hostWith(() => 1, { smi: 'GPU-1, 100\n' });
    await attributed(host, [cpu, gpu]);
    const asked = host.processes.spawned.filter((args) => args.includes('compute-apps'));
    assert.ok(asked.length >= 2 && asked.length <= 5, String(asked.length));
  });

  it('is null where a sensor of the whole machine stands for its parts', async () => {
    const battery = curveSource({ id: 'battery', scope: 'system' }, 'BAT0', () => 90);
    assert.equal(
      await attributed(
        hostWith(() => 1),
        [cpu, battery],
      ),
      null,
    );
  });

  it('is null where the system does not say what processes use', async () => {
    const host = new FakeHost({ machine: { platform: 'darwin' } });
    assert.equal(await attributed(host), null);
  });
});

describe('ProcessTree', () => {
  it('keeps the time of a worker that has ended, since its parent takes it over', async () => {
    const files = new FakeFiles({
      '/proc/1/stat': stat(1, 100),
      '/proc/1/task/1/children': '2',
      '/proc/2/stat': stat(2, 50),
      '/proc/2/task/2/children': '',
    });
    const host = new FakeHost({ files });
    const tree = new ProcessTree(host, 1);
    await tree.look();
    assert.equal(tree.cpuTime(), millis(1500));
    files.remove('/proc/2');
    files.set('/proc/1/stat', stat(1, 100, 55));
    assert.equal(tree.cpuTime(), millis(1550));
    // An orphan takes its time away with it.
    files.set('/proc/1/stat', stat(1, 100, 0));
    assert.equal(tree.cpuTime(), millis(1550));
  });

  it('finds what was started by any thread, and ends where processes name each other', async () => {
    const files = new FakeFiles({
      '/proc/1/task/1/children': '',
      '/proc/1/task/7/children': '2 3 ',
      '/proc/3/task/3/children': '1 4',
    });
    const tree = new ProcessTree(new FakeHost({ files }), 1);
    await tree.look();
    assert.deepEqual([...tree.pids], [1, 2, 3, 4]);
  });

  it('is unknown for a process that is not there', () => {
    assert.equal(new ProcessTree(new FakeHost(), 99).cpuTime(), undefined);
  });

  it('tells a process from a later one with its number', () => {
    assert.equal(startOf(new FakeFiles({ '/proc/5/stat': stat(5, 1) }), 5), '7777');
    assert.equal(startOf(new FakeFiles(), 5), null);
  });
});

describe('computeApps', () => {
  it('reads boards and processes, and leaves out what is neither', () => {
    const use = computeApps('GPU-1a, 12\nGPU-1a, 13\r\nGPU-2b, [N/A]\nNo running processes found\n\nMIG-3c/1/0, 4\n');
    assert.deepEqual(
      [...use].map(([uuid, pids]) => [uuid, [...pids]]),
      [
        ['GPU-1a', [12, 13]],
        ['MIG-3c/1/0', [4]],
      ],
    );
  });
});
