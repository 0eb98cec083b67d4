/** The hosts as a whole: Node's knows the machine, the browser's knows nothing and says so. */
import assert from 'node:assert/strict';
import { millis } from '../../../src/core/units/quantity';
import { createNodeHost } from '../../../src/host/node';
import { parseProcStat } from '../../../src/host/node-machine';
import { createWebHost } from '../../../src/host/web';
import { createMeter } from '../../../src/power/meter';

describe('the Node host', () => {
  const host = createNodeHost({ workspaceFolders: [] });
  after(() => host.dispose());

  it('knows the load of all cores', async () => {
    const before = host.machine.cpuTimes();
    await host.clock.sleep(millis(50));
    const after = host.machine.cpuTimes();
    assert.ok(before && after && after.total > before.total && after.busy >= before.busy);
  });

  it('knows its own CPU time', () => {
    const before = host.machine.ownCpuTime?.() ?? Number.NaN;
    for (let turns = 0; turns < 1e6; turns += 1) Math.sqrt(turns);
    assert.ok((host.machine.ownCpuTime?.() ?? 0) > before);
  });

  it('stops waiting when told to', async () => {
    const controller = new AbortController();
    const wait = host.clock.sleep(millis(60_000), controller.signal);
    controller.abort();
    await assert.rejects(wait);
  });
});

describe('/proc/stat', () => {
  it('is busy and total milliseconds, without stolen time', () => {
    const text = 'cpu  100 10 50 800 20 5 15 9999 40 0\ncpu0 1 1 1 1\n';
    assert.deepEqual(parseProcStat(text), { busy: 1800, total: 10_000 });
  });

  it('is undefined when it is something else', () => assert.equal(parseProcStat('intr 1 2 3'), undefined));
});

describe('the browser host', () => {
  const host = createWebHost();

  it('has no files and no tools', async () => {
    assert.equal(await host.files.readText('/etc/hosts'), undefined);
    assert.equal(await host.files.list('/'), undefined);
    assert.equal(await host.files.appendLine('/log', 'x'), false);
    assert.equal(await host.processes.find('nvidia-smi'), undefined);
    assert.equal((await host.processes.run('/bin/true', [], millis(1))).code, null);
    assert.equal((await host.processes.start('/bin/true', []).exit).code, null);
  });

  it('waits, and stops waiting when told to', async () => {
    await host.clock.sleep(millis(1));
    const controller = new AbortController();
    const wait = host.clock.sleep(millis(60_000), controller.signal);
    controller.abort();
    await assert.rejects(wait);
    await assert.rejects(host.clock.sleep(millis(1), controller.signal));
  });

  it('leaves the meter without a number', async () => {
    const meter = createMeter(host);
    await meter.start();
    assert.equal(meter.snapshot().total, null);
    assert.ok(meter.describe().every(({ status }) => status === 'unavailable'));
    meter.dispose();
  });
});
