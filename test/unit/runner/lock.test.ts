/** The lock that keeps two runs from installing into the same folder at once. */
import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { withLock } from '../../../scripts/vscode/lock';

describe('withLock', () => {
  let home: string;
  let lock: string;

  beforeEach(() => {
    home = fs.mkdtempSync(path.join(os.tmpdir(), 'carbon-hints-lock-'));
    lock = path.join(home, 'lock');
  });
  afterEach(() => fs.rmSync(home, { recursive: true }));

  it('lets one holder in at a time', async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await turn();
      inside -= 1;
    };
    await Promise.all([withLock(lock, work), withLock(lock, work), withLock(lock, work)]);
    assert.equal(most, 1);
  });

  it('is free again after a failure', async () => {
    await assert.rejects(
      withLock(lock, () => Promise.reject(new Error('no network'))),
      /no network/,
    );
    assert.equal(await withLock(lock, () => Promise.resolve('in')), 'in');
  });

  it('takes over from a holder that died', async () => {
    const dead = spawnSync(process.execPath, ['--version']).pid;
    fs.mkdirSync(lock);
    fs.writeFileSync(path.join(lock, 'pid'), String(dead));
    assert.equal(await withLock(lock, () => Promise.resolve('in')), 'in');
  });
});
