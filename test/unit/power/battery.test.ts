/** Battery: the whole laptop's power, and only while the battery alone feeds it. */
import assert from 'node:assert/strict';
import { dischargePower, type SupplyTexts } from '../../../src/power/sources/battery/parse';
import { source } from '../../../src/power/sources/battery/source';
import { FakeFiles, sysfs } from './fakes/files';
import { drive, FakeHost, wattsOf } from './fakes/host';

const BAT0 = '/sys/class/power_supply/BAT0';

async function firstTick(files: FakeFiles): Promise<readonly (number | null)[]> {
  const host = new FakeHost({ files });
  const driven = drive(source, host);
  await host.clock.advance(0);
  await driven.stop();
  return wattsOf(driven.last());
}

describe('battery power', () => {
  const empty = { type: 'Battery', scope: undefined, status: 'Discharging', online: undefined };
  const power = (texts: Partial<SupplyTexts>): number | null =>
    dischargePower({ ...empty, powerNow: undefined, currentNow: undefined, voltageNow: undefined, ...texts });

  it('is power_now in microwatts', () => assert.equal(power({ powerNow: '11844000' }), 11.844));
  it('is current times voltage otherwise', () =>
    assert.equal(power({ currentNow: '1500000', voltageNow: '12000000' }), 18));
  it('takes either sign of the current', () =>
    assert.equal(power({ currentNow: '-1500000', voltageNow: '12000000' }), 18));
  it('falls back to current times voltage when power_now is 0', () => {
    assert.equal(power({ powerNow: '0', currentNow: '1000000', voltageNow: '12000000' }), 12);
  });
  it('is unknown, never 0, when nothing is reported', () => assert.equal(power({ powerNow: '0' }), null));
  it('is unknown when one factor is missing', () => assert.equal(power({ currentNow: '1500000' }), null));
  it('is unknown when the controller has lost count', () => {
    assert.equal(power({ currentNow: '65535000', voltageNow: '12000000' }), null);
  });
});

describe('battery source', () => {
  it('reads an unplugged laptop and not its mouse', async () => {
    assert.deepEqual(await firstTick(sysfs('laptop-unplugged.sysfs')), [11.8]);
  });

  it('says nothing while plugged in', async () => {
    assert.deepEqual(await firstTick(sysfs('laptop-plugged-in.sysfs')), []);
  });

  it('says nothing while battery and mains feed the machine together', async () => {
    const files = sysfs('laptop-unplugged.sysfs');
    files.set('/sys/class/power_supply/AC/online', '1');
    assert.deepEqual(await firstTick(files), []);
  });

  it('counts only the battery in use when there are two', async () => {
    const files = sysfs('laptop-unplugged.sysfs');
    files.set('/sys/class/power_supply/BAT1/type', 'Battery');
    files.set('/sys/class/power_supply/BAT1/status', 'Not charging');
    assert.deepEqual(await firstTick(files), [11.8]);
  });

  it('starts to speak when the charger is pulled out', async () => {
    const host = new FakeHost({ files: sysfs('laptop-plugged-in.sysfs') });
    const driven = drive(source, host, () => 5000);
    await host.clock.advance(5000);
    host.files.set('/sys/class/power_supply/AC/online', '0');
    host.files.set(`${BAT0}/status`, 'Discharging');
    await host.clock.advance(5000);
    assert.deepEqual(driven.ticks.map(wattsOf), [[], [], [18.9]]);
    await driven.stop();
  });

  it('is unavailable on a desktop', async () => {
    const found = await source.probe(new FakeHost());
    assert.deepEqual(found, { available: false, why: 'this machine has no battery', help: null });
  });

  it('is unavailable when the battery tells only its charge', async () => {
    const files = new FakeFiles({ [`${BAT0}/type`]: 'Battery', [`${BAT0}/status`]: 'Discharging' });
    assert.equal((await source.probe(new FakeHost({ files }))).available, false);
  });
});
