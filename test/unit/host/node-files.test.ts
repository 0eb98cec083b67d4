/** Files on Node: contents, or undefined with a reason. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeFiles } from '../../../src/host/node-files';

describe('files on Node', () => {
  let root: string;
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'carbon-hints-files-'));
    writeFileSync(join(root, 'b.txt'), 'zwei\n');
    writeFileSync(join(root, 'a.txt'), Buffer.from([0xff, 0x00, 0x41]));
    mkdirSync(join(root, 'c'));
  });
  after(() => rmSync(root, { recursive: true }));

  it('are read as text and as bytes', async () => {
    assert.equal(await nodeFiles.readText(join(root, 'b.txt')), 'zwei\n');
    assert.equal(nodeFiles.readTextSync(join(root, 'b.txt')), 'zwei\n');
    assert.deepEqual([...((await nodeFiles.readBytes(join(root, 'a.txt'))) ?? [])], [0xff, 0x00, 0x41]);
  });

  it('are undefined, with the reason, when they cannot be read', async () => {
    assert.equal(await nodeFiles.readText(join(root, 'none')), undefined);
    assert.equal(nodeFiles.readTextSync(root), undefined);
    assert.equal(nodeFiles.whyUnreadable(join(root, 'none')), 'missing');
    assert.equal(nodeFiles.whyUnreadable(join(root, 'b.txt', 'x')), 'missing');
    assert.equal(nodeFiles.whyUnreadable(root), 'directory');
    assert.equal(nodeFiles.whyUnreadable(join(root, 'b.txt')), null);
  });

  it('are listed in the same order on every disk', async () => {
    const entries = await nodeFiles.list(root);
    assert.deepEqual(
      entries?.map(({ name, isDirectory }) => [name, isDirectory]),
      [
        ['a.txt', false],
        ['b.txt', false],
        ['c', true],
      ],
    );
    assert.equal(await nodeFiles.list(join(root, 'none')), undefined);
  });

  it('are not waited for when they are pipes', async function () {
    if (process.platform === 'win32') return;
    execFileSync('mkfifo', [join(root, 'pipe')]);
    assert.equal(await nodeFiles.readText(join(root, 'pipe')), undefined);
    rmSync(join(root, 'pipe'));
  });

  it('grow by whole lines, also when many are appended at once', async () => {
    const path = join(root, 'log');
    await Promise.all(Array.from({ length: 50 }, (_, index) => nodeFiles.appendLine(path, `line ${index}`)));
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    assert.equal(new Set(lines).size, 50);
    assert.ok(lines.every((line) => /^line \d+$/.test(line)));
  });

  it('say when nothing could be appended', async () => {
    assert.equal(await nodeFiles.appendLine(root, 'x'), false);
  });
});
