/** Runs that are going on, as kept on disk: taken over once by whoever comes next, never from a living owner. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commitOf } from '../../../src/host/git-commit';
import { nodeFiles } from '../../../src/host/node-files';
import { isProcess, OpenRuns } from '../../../src/host/open-runs';
import { temporaryFolder, type Folder } from '../cli/folder';

describe('OpenRuns', () => {
  let folder: Folder;
  beforeEach(() => (folder = temporaryFolder()));
  afterEach(() => folder.remove());

  const ownedBy = (owner: number, living: readonly number[] = []): OpenRuns =>
    new OpenRuns(join(folder.path, 'history.jsonl'), owner, (pid) => living.includes(pid));
  const names = (): readonly string[] => readdirSync(join(folder.path, 'open-runs'));

  it('hands the latest state to whoever comes after the owner', async () => {
    const first = ownedBy(1);
    assert.equal(await first.keep('a', { until: 1 }), true);
    await first.keep('a', { until: 2 });
    assert.deepEqual(await ownedBy(2, [1]).adopt(), []);
    assert.deepEqual(await ownedBy(2).adopt(), [{ until: 2 }]);
    assert.deepEqual(names(), ['a.2.json']);
  });

  it('hands a state to one only, however many come at once', async () => {
    for (let id = 0; id < 20; id += 1) await ownedBy(1).keep(`run-${id}`, { id });
    const heirs = Array.from({ length: 6 }, (_, at) => ownedBy(10 + at, [10, 11, 12, 13, 14, 15]));
    const taken = (await Promise.all(heirs.map((heir) => heir.adopt()))).flat();
    assert.equal(taken.length, 20);
    assert.equal(new Set(taken.map((state) => (state as { id: number }).id)).size, 20);
  });

  it('hands on at once what a living owner has released, which keeps nothing any more', async () => {
    const first = ownedBy(1);
    await first.keep('a', { until: 1 });
    const late = first.keep('a', { until: 2 });
    first.release([['a', { until: 3 }]]);
    assert.equal(await late, false);
    assert.deepEqual(await ownedBy(2, [1]).adopt(), [{ until: 3 }]);
    assert.deepEqual(names(), ['a.2.json']);
  });

  it('forgets a run that is in the history', async () => {
    const runs = ownedBy(1);
    await runs.keep('a', {});
    await runs.forget('a');
    await runs.forget('never');
    assert.deepEqual(names(), []);
  });

  it('removes what cannot be read and leaves other files alone', async () => {
    await ownedBy(1).keep('a', {});
    writeFileSync(join(folder.path, 'open-runs', 'a.1.json'), '{"torn');
    writeFileSync(join(folder.path, 'open-runs', 'notes.txt'), '');
    assert.deepEqual(await ownedBy(2).adopt(), []);
    assert.deepEqual(names(), ['notes.txt']);
  });

  it('has nothing where there is no folder, and says so where it cannot write', async () => {
    assert.deepEqual(await ownedBy(1).adopt(), []);
    folder.write('file', '');
    assert.equal(await new OpenRuns(join(folder.path, 'file', 'history.jsonl')).keep('a', {}), false);
  });

  it('knows a living process from a dead one', () => {
    assert.equal(isProcess(process.pid), true);
    assert.equal(isProcess(spawnSync(process.execPath, ['-e', '']).pid), false);
  });
});

describe('commitOf', () => {
  const COMMIT = '0123456789abcdef0123456789abcdef01234567';
  let folder: Folder;
  beforeEach(() => (folder = temporaryFolder()));
  afterEach(() => folder.remove());
  const commit = (within = ''): Promise<string | null> => commitOf(nodeFiles, join(folder.path, within));

  it('follows the branch, loose or packed, from any folder of the repository', async () => {
    folder.write('.git/HEAD', 'ref: refs/heads/main\n');
    folder.write('src/deep/train.py', '');
    assert.equal(await commit(), null);
    folder.write(
      '.git/packed-refs',
      `# pack-refs with: peeled\n${'f'.repeat(40)} refs/heads/other\n${COMMIT} refs/heads/main\n`,
    );
    assert.equal(await commit('src/deep'), COMMIT);
    folder.write('.git/refs/heads/main', `${'a'.repeat(40)}\n`);
    assert.equal(await commit('src/deep'), 'a'.repeat(40));
  });

  it('knows a detached head', async () => {
    folder.write('.git/HEAD', `${COMMIT}\n`);
    assert.equal(await commit(), COMMIT);
  });

  it('finds the branches of a worktree in the repository that it belongs to', async () => {
    folder.write('main/.git/worktrees/w/HEAD', 'ref: refs/heads/topic\n');
    folder.write('main/.git/worktrees/w/commondir', '../..\n');
    folder.write('main/.git/refs/heads/topic', `${COMMIT}\n`);
    folder.write('w/.git', `gitdir: ${join(folder.path, 'main/.git/worktrees/w')}\n`);
    assert.equal(await commit('w'), COMMIT);
  });

  it('is null for what is no commit, and for a name that leads out', async () => {
    folder.write('.git/HEAD', 'ref: refs/../../secret\n');
    folder.write('secret', COMMIT);
    assert.equal(await commit(), null);
    folder.write('.git/HEAD', 'nonsense\n');
    assert.equal(await commit(), null);
  });
});
