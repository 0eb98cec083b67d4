/** `carbon-hints power` and `carbon-hints run` on whatever sensors this machine has. */
import { strict as assert } from 'node:assert';
import { carbonHints } from './cli';

const cwd = __dirname;

describe('carbon-hints power', () => {
  it('prints one JSON line a sample and ends after the count', async () => {
    const { code, out } = await carbonHints(['power', '--interval', '0.2', '--count', '2', '--format', 'json'], {
      cwd,
    });
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { total: { typical: number } | null });
    assert.equal(code, 0);
    assert.equal(lines.length, 2);
    assert.ok(lines.every(({ total }) => total === null || total.typical > 0));
  });
  it('names the sensor in text', async () => {
    const { out } = await carbonHints(['power', '--interval', '0.2', '--count', '1'], { cwd });
    assert.match(out, /measured|modelled|unknown/);
  });
  it('refuses an interval that makes no sense', async () => {
    for (const interval of ['0', '-1', 'x', '']) {
      assert.equal((await carbonHints(['power', '--interval', interval], { cwd })).code, 2);
    }
  });
});

describe('carbon-hints run', () => {
  it('ends with the exit code of the command and says how long it took', async () => {
    const { code, err } = await carbonHints(['run', '--', process.execPath, '-e', 'process.exit(3)'], { cwd });
    assert.equal(code, 3);
    assert.match(err, /the run took .*: too short to measure its energy/);
  });
  it('leaves the options of the command to the command', async () => {
    const { code } = await carbonHints(['run', '--', process.execPath, '--version'], { cwd });
    assert.equal(code, 0);
  });
  it('says when the command cannot be started', async () => {
    const { code, err } = await carbonHints(['run', '--', 'no-such-command-here'], { cwd });
    assert.equal(code, 2);
    assert.match(err, /cannot start no-such-command-here/);
  });
});

describe('carbon-hints power --wall', () => {
  it('refuses what is no power, before anything is read', async () => {
    for (const wall of ['0', '-3', 'x', '']) {
      assert.equal((await carbonHints(['power', '--wall', wall], { cwd })).code, 2);
    }
  });
  it('forgets a calibration that was never made', async () => {
    const { code, out } = await carbonHints(['power', '--wall', 'forget'], { cwd });
    assert.equal(code, 0);
    assert.equal(out, 'The calibration of this machine is forgotten.\n');
  });
});

describe('carbon-hints power --prometheus', () => {
  it('goes on without an exporter that does not answer', async () => {
    const args = ['power', '--interval', '0.2', '--count', '1', '--prometheus', 'http://127.0.0.1:1/metrics'];
    assert.equal((await carbonHints(args, { cwd })).code, 0);
  });
});
