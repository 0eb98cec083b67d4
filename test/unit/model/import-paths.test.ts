/** Which files of a workspace a program imports. */
import assert from 'node:assert/strict';
import { followImports, type ModuleFile } from '../../../src/core/model/imports/paths';

type Files = Readonly<Record<string, string>>;

/** The files that are found when those are there. */
function followed(files: Files, text: string, path: string): readonly ModuleFile[] {
  const following = followImports(path, text);
  let step = following.next();
  while (!step.done) {
    const place = step.value.find((one) => one in files);
    step = following.next(place === undefined ? undefined : { path: place, text: files[place] ?? '' });
  }
  return step.value;
}

describe('the files that a program imports', () => {
  const paths = (files: Files, text: string, path = 'a/run.py'): readonly string[] =>
    followed(files, text, path).map((one) => one.path);

  it('lie in folders that it adds to sys.path', () => {
    const files = { 'lib/fit.py': '', 'b/lib/other.py': '' };
    const text = 'sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))\nimport fit, other';
    assert.deepEqual(paths(files, text), ['lib/fit.py']);
    assert.deepEqual(paths(files, 'import fit'), []);
  });

  it('are looked for behind a semicolon', () => {
    assert.deepEqual(paths({ 'fit.py': '' }, 'import sys; sys.path.append(".."); import fit'), ['fit.py']);
  });

  it('are those that a package hands on, however deep its modules import', () => {
    const files = {
      'pkg/__init__.py': 'from .train import fit',
      'pkg/train.py': 'from .loop import run',
      'pkg/loop.py': 'from .far import x',
      'pkg/far.py': '',
    };
    assert.deepEqual(paths(files, 'from pkg import fit'), ['pkg/__init__.py', 'pkg/train.py', 'pkg/loop.py']);
  });
});
