/** Own cost: what is measured is counted, and what cannot be measured is null, not 0. */
import assert from 'node:assert/strict';
import { millis } from '../../../src/core/units/quantity';
import type { RunningProcess } from '../../../src/host/ports';
import { OverheadMeter } from '../../../src/power/overhead';
import { settle } from './fakes/clock';
import { FakeHost } from './fakes/host';

/** A machine on which every reading of a file costs 2 ms of CPU time. */
function machine(): { host: FakeHost; spend(time: number): void } {
  let spent = 0;
  const host = new FakeHost({ machine: { ownCpuTime: () => millis(spent) } });
  host.files.set('/sensor', () => {
    spent += 2;
    return '1';
  });
  return { host, spend: (time) => (spent += time) };
}

function tool(cpuTime?: () => number): RunningProcess & { end(): void } {
  let end: () => void = () => undefined;
  const exit = new Promise<{ code: number; stderr: string }>(
    (resolve) => (end = () => resolve({ code: 0, stderr: '' })),
  );
  const lines = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }) };
  const about = { lines, exit, kill: () => undefined, end: () => end() };
  return cpuTime ? { ...about, cpuTime: () => millis(cpuTime()) } : about;
}

function startedTool(started: RunningProcess): { overhead: OverheadMeter; running: RunningProcess; host: FakeHost } {
  const { host } = machine();
  host.processes.start = () => started;
  const overhead = new OverheadMeter(host);
  const running = overhead.watch(host.clock).processes.start('/usr/bin/nvidia-smi', []);
  return { overhead, running, host };
}

describe('own cost', () => {
  it('is the CPU time of reads and of bookkeeping, and nothing else that the process does', async () => {
    const { host, spend } = machine();
    const overhead = new OverheadMeter(host);
    overhead.watch(host.clock).files.readTextSync('/sensor');
    spend(500);
    overhead.time(() => spend(3));
    await host.clock.advance(1000);
    const { own, elapsed, share } = overhead.report();
    assert.deepEqual([own, elapsed, share], [0.005, 1, 0.005]);
  });

  it('includes tools while they run and after they were ended', () => {
    let time = 40;
    const { overhead, running } = startedTool(tool(() => time));
    assert.equal(overhead.report().tools, 0.04);
    time = 70;
    running.kill();
    time = 0;
    assert.equal(overhead.report().tools, 0.07);
  });

  it('keeps what was last known of a tool that died', async () => {
    const nvidiaSmi = tool(() => 40);
    const { overhead } = startedTool(nvidiaSmi);
    overhead.report();
    nvidiaSmi.end();
    await settle();
    assert.equal(overhead.report().tools, 0.04);
  });

  it('of tools is unknown where the system does not say', () => {
    const { overhead, running } = startedTool(tool());
    assert.equal(overhead.report().tools, null);
    running.kill();
    assert.equal(overhead.report().tools, null);
  });
});
