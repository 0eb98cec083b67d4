/** Which files a check looks at. */
import { strict as assert } from 'node:assert';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { selectFiles } from '../../../src/cli/files/select';
import { shownFrom } from '../../../src/cli/files/paths';
import { temporaryFolder, type Folder } from './folder';

let folder: Folder | undefined;

function given(files: Readonly<Record<string, string>>): Folder {
  folder = temporaryFolder(files);
  return folder;
}

function selected(at: Folder, ...named: string[]): string[] {
  return selectFiles(named, at.path, () => false).files.map((file) => shownFrom(at.path, file.path));
}

describe('selecting files', () => {
  afterEach(() => folder?.remove());

  it('takes Python files and notebooks, in name order', () => {
    const at = given({ 'b.py': '', 'a.ipynb': '', 'c.pyi': '', 'd.txt': '', 'sub/e.py': '' });
    assert.deepEqual(selected(at, '.'), ['a.ipynb', 'b.py', 'sub/e.py']);
  });
  it('leaves out hidden folders, packages and environments', () => {
    const at = given({
      '.hidden/a.py': '',
      'node_modules/a.py': '',
      'lib/site-packages/a.py': '',
      'venv/a.py': '',
      'my-env/pyvenv.cfg': '',
      'my-env/a.py': '',
      'env/a.py': '',
    });
    assert.deepEqual(selected(at, '.'), ['env/a.py']);
  });
  it('enters such a folder when it is named', () => {
    assert.deepEqual(selected(given({ '.hidden/a.py': '' }), '.hidden'), ['.hidden/a.py']);
  });
  it('respects .gitignore files of every level, the innermost first', () => {
    const at = given({
      '.git/HEAD': '',
      '.gitignore': 'build/\n*_gen.py\n',
      'build/a.py': '',
      'x_gen.py': '',
      'keep/.gitignore': '!*_gen.py\n',
      'keep/y_gen.py': '',
    });
    assert.deepEqual(selected(at, '.'), ['keep/y_gen.py']);
  });
  it('respects the .gitignore above the named folder, unless it ignores that folder itself', () => {
    const at = given({
      '.git/HEAD': '',
      '.gitignore': 'out/\n*.gen.py\n',
      'src/a.gen.py': '',
      'src/b.py': '',
      'out/c.py': '',
    });
    assert.deepEqual(selected(at, 'src'), ['src/b.py']);
    assert.deepEqual(selected(at, 'out'), ['out/c.py']);
  });
  it('takes a named file whatever its ending, once', () => {
    assert.deepEqual(selected(given({ train: '' }), 'train', './train'), ['train']);
  });
  it('expands patterns that the shell left alone', () => {
    assert.deepEqual(selected(given({ 'a/x.py': '', 'b/y.py': '' }), '*/*.py'), ['a/x.py', 'b/y.py']);
  });
  it('does not follow links to folders, so a cycle ends', () => {
    const at = given({ 'sub/a.py': '' });
    symlinkSync(at.path, join(at.path, 'sub', 'up'));
    assert.deepEqual(selected(at, '.'), ['sub/a.py']);
  });
  it('goes on after a path that does not exist, and says so', () => {
    const at = given({ 'a.py': '' });
    const selection = selectFiles(['gone.py', 'a.py'], at.path, () => false);
    assert.deepEqual(selection.errors, [{ path: 'gone.py', message: 'no such file or folder' }]);
    assert.equal(selection.files.length, 1);
    assert.equal(selection.nothingExists, false);
    assert.equal(selectFiles(['gone.py'], at.path, () => false).nothingExists, true);
  });
  it('leaves out what the configuration excludes, folders before they are entered', () => {
    const at = given({ 'old/a.py': '', 'b.py': '' });
    mkdirSync(join(at.path, 'old', 'deep'));
    const asked: string[] = [];
    const selection = selectFiles(['.'], at.path, (path) => {
      asked.push(shownFrom(at.path, path));
      return path.endsWith('old');
    });
    assert.deepEqual(
      selection.files.map((file) => shownFrom(at.path, file.path)),
      ['b.py'],
    );
    assert.deepEqual(asked, ['b.py', 'old']);
  });
});
