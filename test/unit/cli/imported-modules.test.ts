/** Which files of a project are read because one of its files imports them. */
import { strict as assert } from 'node:assert';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ImportedModules } from '../../../src/cli/files/imported-modules';
import { temporaryFolder, type Folder } from './folder';

describe('imported files', () => {
  let folder: Folder | undefined;
  afterEach(() => folder?.remove());

  const read = (files: Readonly<Record<string, string>>, path = 'train.py'): readonly string[] => {
    folder = temporaryFolder(files);
    const source = { kind: 'module' as const, text: files[path] ?? '' };
    return new ImportedModules().of(folder.path, path, source).map((file) => file.path);
  };

  it('are those beside it', () =>
    assert.deepEqual(read({ 'train.py': 'import a\nfrom b import c', 'a.py': '', 'b.py': '' }), ['b.py', 'a.py']));
  it('are modules of a package', () =>
    assert.deepEqual(read({ 'train.py': 'from p import m, f', 'p/__init__.py': '', 'p/m.py': '' }), [
      'p/__init__.py',
      'p/m.py',
    ]));
  it('may be relative', () =>
    assert.deepEqual(
      read({ 'p/train.py': 'from . import a\nfrom ..q import b', 'p/a.py': '', 'q.py': '' }, 'p/train.py'),
      ['p/a.py', 'q.py'],
    ));
  it('may be listed over several lines', () =>
    assert.deepEqual(read({ 'train.py': 'from p import (\n  a,  # one\n  b as c,\n)', 'p/a.py': '', 'p/b.py': '' }), [
      'p/a.py',
      'p/b.py',
    ]));
  it('may lie above, where the project starts', () =>
    assert.deepEqual(read({ 'x/y/train.py': 'import lib.m', 'lib/m.py': '' }, 'x/y/train.py'), ['lib/m.py']));
  it('import others, at one remove', () =>
    assert.deepEqual(read({ 'train.py': 'import a', 'a.py': 'import b', 'b.py': 'import c', 'c.py': '' }), [
      'a.py',
      'b.py',
    ]));
  it('may import each other', () =>
    assert.deepEqual(read({ 'train.py': 'import a', 'a.py': 'import train\nimport a' }), ['a.py']));
  it('are none for libraries', () =>
    assert.deepEqual(read({ 'train.py': 'import torch, json', 'torch.py': '', 'json.py': '' }), []));
  it('are at most twenty', () => {
    const names = Array.from({ length: 30 }, (_, index) => `m${index}`);
    const files = Object.fromEntries(names.map((name) => [`${name}.py`, '']));
    assert.equal(read({ ...files, 'train.py': `import ${names.join(', ')}` }).length, 20);
  });
  it('are none outside the project', () => {
    const outside = temporaryFolder({ 'secret.py': 'x = 1' });
    folder = temporaryFolder({ 'train.py': 'import secret' });
    symlinkSync(join(outside.path, 'secret.py'), join(folder.path, 'secret.py'));
    const source = { kind: 'module' as const, text: 'import secret\nfrom ...x import y' };
    assert.deepEqual(new ImportedModules().of(folder.path, 'train.py', source), []);
    assert.deepEqual(new ImportedModules().of(folder.path, '../train.py', source), []);
    outside.remove();
  });
  it('are those of the cells of a notebook', () => {
    folder = temporaryFolder({ 'a.py': '' });
    const cells = [
      { kind: 'markup' as const, text: 'import b' },
      { kind: 'code' as const, text: 'import a' },
    ];
    const found = new ImportedModules().of(folder.path, 'n.ipynb', { kind: 'notebook', cells, metadata: {} });
    assert.deepEqual(
      found.map(({ path }) => path),
      ['a.py'],
    );
  });
});
