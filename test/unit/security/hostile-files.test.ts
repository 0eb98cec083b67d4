/** A repository that wants more than to be read: links out of it, devices, control characters in names, files that grow in memory. */
import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { Surroundings } from '../../../src/cli/files/surroundings';
import { commitOf } from '../../../src/host/git-commit';
import { nodeFiles } from '../../../src/host/node-files';
import { createWebHost } from '../../../src/host/web';
import { withoutTools } from '../../../src/host/without-tools';
import { carbonHints } from '../cli/cli';
import { temporaryFolder, type Folder } from '../cli/folder';

const isWindows = process.platform === 'win32';

interface Report {
  readonly summary: { readonly files: number };
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}

describe('a hostile repository', () => {
  let folder: Folder;
  let outside: Folder;
  beforeEach(() => {
    folder = temporaryFolder({ 'train.py': 'import torch\n' });
    outside = temporaryFolder({ 'secret.yaml': 'password: 1\n', 'secret.py': 'import torch\n' });
  });
  afterEach(() => {
    folder.remove();
    outside.remove();
  });

  const check = async (...args: string[]): Promise<Report> => {
    const { out } = await carbonHints(['check', ...args, '--format', 'json'], { cwd: folder.path });
    return JSON.parse(out) as Report;
  };

  it('has no settings behind links that lead out of it', () => {
    symlinkSync(join(outside.path, 'secret.yaml'), join(folder.path, 'config.yaml'));
    symlinkSync(outside.path, join(folder.path, 'conf'));
    folder.write('sweep.yaml', 'a: 1\n');
    symlinkSync('sweep.yaml', join(folder.path, 'train.yaml'));
    const paths = new Surroundings().of(folder.path, folder.path).map(({ path }) => path);
    assert.deepEqual(paths, ['sweep.yaml', 'train.yaml']);
  });

  it('cannot make the command read a device that has no end', async function () {
    if (isWindows) return this.skip();
    for (const name of ['pyproject.toml', 'carbon-hints.toml', '.gitignore', 'requirements.txt', 'zero.py'])
      symlinkSync('/dev/zero', join(folder.path, name));
    assert.equal((await check('.')).summary.files, 1);
    assert.deepEqual((await check('zero.py')).errors, [{ path: 'zero.py', message: 'is not a file' }]);
  });

  it('cannot make the command wait for a pipe', async function () {
    if (isWindows) return this.skip();
    for (const name of ['pyproject.toml', '.gitignore', 'pipe.py']) execFileSync('mkfifo', [join(folder.path, name)]);
    assert.equal((await check('.')).summary.files, 1);
  });

  it('has files refused by their size before they are read', async () => {
    for (const name of ['huge.py', 'huge.ipynb']) truncateSync(folder.write(name, ''), 3 * 1024 ** 3);
    const { errors } = await check('.');
    assert.deepEqual(
      errors.map(({ path, message }) => [path, message]),
      [
        ['huge.ipynb', 'skipped: larger than 64 MB'],
        ['huge.py', 'skipped: larger than 2 MB'],
      ],
    );
  });

  it('is not followed around in circles, nor down without end', async () => {
    symlinkSync('.', join(folder.path, 'again'));
    symlinkSync('loop.py', join(folder.path, 'loop.py'));
    mkdirSync(join(folder.path, 'a/'.repeat(70)), { recursive: true });
    const { summary, errors } = await check('.');
    assert.equal(summary.files, 2);
    assert.deepEqual(
      errors.map(({ message }) => message),
      ['not entered: nested too deeply', 'cannot be read (ELOOP)'],
    );
  });

  it('cannot keep its ignore patterns busy', async () => {
    folder.write('.gitignore', `${'**/a/'.repeat(12)}b\nold\n`);
    folder.write(`${'a/'.repeat(60)}c.py`, '');
    folder.write('old/d.py', '');
    assert.equal((await check('.')).summary.files, 2);
  });

  it('cannot steer a terminal, or a log of a workflow', async function () {
    if (isWindows) return this.skip();
    folder.write('\u001b[2J\u202e.ipynb', 'no JSON');
    folder.write('::error::x.ipynb', 'no JSON');
    const { out, err } = await carbonHints(['check', '.'], { cwd: folder.path });
    // eslint-disable-next-line no-control-regex -- the control characters are what is looked for
    assert.doesNotMatch(out + err, /[\u001b\u202e]|^\s*::/m);
    assert.ok(out.includes('\\u{1b}[2J\\u{202e}.ipynb: error'), out);
    assert.ok(out.includes('./::error::x.ipynb: error'), out);
  });

  it('cannot have its commit looked up on another machine', async () => {
    const asked: string[] = [];
    const files = { ...nodeFiles, readText: (path: string) => (asked.push(path), nodeFiles.readText(path)) };
    for (const link of ['//server/share', String.raw`\\server\share`]) {
      folder.write('.git', `gitdir: ${link}\n`);
      assert.equal(await commitOf(files, folder.path, folder.path), null);
    }
    assert.ok(asked.every((path) => path.startsWith(folder.path)));
  });
});

describe('a workspace that is not trusted', () => {
  it('finds no tool to start', async () => {
    const host = createWebHost();
    const there = { ...host, processes: { ...host.processes, find: () => Promise.resolve('/usr/bin/nvidia-smi') } };
    assert.equal(await there.processes.find(), '/usr/bin/nvidia-smi');
    assert.equal(await withoutTools(there).processes.find('nvidia-smi'), undefined);
  });
});
