/** What is kept of the files around the open documents. */
import assert from 'node:assert/strict';
import { ModuleShelf } from '../../../src/core/engine/module-shelf';
import type { Program } from '../../../src/core/syntax/program';
import { syntaxSession } from '../../support/grammar';

describe('files around the open documents', () => {
  let shelf: ModuleShelf;

  beforeEach(async () => {
    shelf = new ModuleShelf(await syntaxSession());
  });

  /** Of a list of files that was read again. */
  function programOf(path: string, text: string): Program {
    const module = shelf.workspaceOf([{ path, text }])?.moduleOf('train.py', path.replace('.py', ''));
    assert.ok(module);
    return module.program;
  }

  it('are parsed once, as long as they say the same', () => {
    assert.equal(programOf('lib.py', 'a = 1\n'), programOf('lib.py', 'a = 1\n'));
  });

  it('are parsed once for all files that say the same', () => {
    assert.equal(programOf('lib.py', 'a = 1\n'), programOf('other.py', 'a = 1\n'));
  });

  it('are forgotten as they were when they say something else, so that saving does not fill the memory', () => {
    const before = programOf('lib.py', 'a = 1\n');
    programOf('lib.py', 'a = 2\n');
    assert.notEqual(programOf('lib.py', 'a = 1\n'), before);
  });

  it('stay when another file changes', () => {
    const other = programOf('other.py', 'b = 1\n');
    programOf('lib.py', 'a = 1\n');
    programOf('lib.py', 'a = 2\n');
    assert.equal(programOf('other.py', 'b = 1\n'), other);
  });
});
