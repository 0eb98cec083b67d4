/** Finding tools: on PATH, in absolute directories, and never in the workspace, not even through a link. */
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, relative } from 'node:path';
import { findTool, isInside } from '../../../src/host/node-find';

const TOOL = process.platform === 'win32' ? 'carbon-sensor.exe' : 'carbon-sensor';

describe('finding a tool', () => {
  let root: string;
  let bin: string;
  let workspace: string;

  before(() => {
    root = mkdtempSync(join(tmpdir(), 'carbon-hints-find-'));
    bin = join(root, 'bin');
    workspace = join(root, 'workspace');
    for (const folder of [bin, workspace, join(workspace, 'bin'), join(root, 'links')]) mkdirSync(folder);
    for (const folder of [bin, join(workspace, 'bin')]) writeFileSync(join(folder, TOOL), '', { mode: 0o755 });
    symlinkSync(join(workspace, 'bin', TOOL), join(root, 'links', TOOL));
    symlinkSync(workspace, join(root, 'workspace-link'));
  });
  after(() => rmSync(root, { recursive: true }));

  const find = (folders: readonly string[], path: readonly string[]): Promise<string | undefined> =>
    findTool('carbon-sensor', folders, path.join(delimiter));

  it('gives its absolute path', async () => assert.equal(await find([], [bin]), join(bin, TOOL)));
  it('gives nothing when there is none', async () => assert.equal(await find([], [root]), undefined));

  it('skips the workspace and goes on behind it', async () => {
    assert.equal(await find([workspace], [join(workspace, 'bin')]), undefined);
    assert.equal(await find([workspace], [join(workspace, 'bin'), bin]), join(bin, TOOL));
  });

  it('skips a link that leads into the workspace', async () => {
    assert.equal(await find([workspace], [join(root, 'links')]), undefined);
  });

  it('skips the workspace when that is opened through a link', async () => {
    assert.equal(await find([join(root, 'workspace-link')], [join(workspace, 'bin')]), undefined);
  });

  it('ignores relative entries of PATH', async () => {
    assert.equal(await find([], ['.', '', relative(process.cwd(), bin)]), undefined);
  });

  it('refuses a name that is a path', async () => {
    assert.equal(await findTool('../bin/carbon-sensor', [], workspace), undefined);
  });

  it('skips what cannot be run', async function () {
    if (process.platform === 'win32') return;
    const plain = join(root, 'plain');
    mkdirSync(plain);
    writeFileSync(join(plain, TOOL), '');
    chmodSync(join(plain, TOOL), 0o644);
    assert.equal(await find([], [plain]), undefined);
  });

  it('knows inside from beside', () => {
    assert.equal(isInside(join(root, 'workspace', 'a'), workspace), true);
    assert.equal(isInside(workspace, workspace), true);
    assert.equal(isInside(join(root, 'workspace-2', 'a'), workspace), false);
    assert.equal(isInside(join(root, '..a'), root), true);
  });
});
