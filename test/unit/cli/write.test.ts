/** Fixed files are replaced whole or not at all. */
import { strict as assert } from 'node:assert';
import { chmodSync, lstatSync, readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../../../src/cli/files/write';
import { temporaryFolder, type Folder } from './folder';

const OLD = Buffer.from('old');
const NEW = Buffer.from('new');

describe('replacing a file', () => {
  let folder: Folder;
  beforeEach(() => (folder = temporaryFolder({ 'a.py': 'old' })));
  afterEach(() => folder.remove());

  it('writes the new bytes, keeps the mode, leaves nothing behind', () => {
    const path = join(folder.path, 'a.py');
    chmodSync(path, 0o755);
    assert.equal(replaceFile(path, folder.path, OLD, NEW), null);
    assert.equal(readFileSync(path, 'utf8'), 'new');
    assert.equal(statSync(path).mode & 0o777, 0o755);
    assert.deepEqual(readdirSync(folder.path), ['a.py']);
  });
  it('writes through a link inside the folder and keeps the link', () => {
    const link = join(folder.path, 'link.py');
    symlinkSync('a.py', link);
    assert.equal(replaceFile(link, folder.path, OLD, NEW), null);
    assert.ok(lstatSync(link).isSymbolicLink());
    assert.equal(readFileSync(join(folder.path, 'a.py'), 'utf8'), 'new');
  });
  it('refuses a link that leads out of the folder', () => {
    const outside = temporaryFolder({ 'a.py': 'old' });
    const link = join(folder.path, 'link.py');
    symlinkSync(join(outside.path, 'a.py'), link);
    assert.match(replaceFile(link, folder.path, OLD, NEW) ?? '', /outside/);
    assert.equal(readFileSync(join(outside.path, 'a.py'), 'utf8'), 'old');
    outside.remove();
  });
  it('refuses a file that changed meanwhile', () => {
    assert.match(replaceFile(join(folder.path, 'a.py'), folder.path, NEW, NEW) ?? '', /changed/);
    assert.equal(readFileSync(join(folder.path, 'a.py'), 'utf8'), 'old');
  });
  it('says when the file is gone', () => {
    assert.match(replaceFile(join(folder.path, 'b.py'), folder.path, OLD, NEW) ?? '', /ENOENT/);
  });
});
