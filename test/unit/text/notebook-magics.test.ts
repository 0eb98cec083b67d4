/** What is blanked in a notebook cell, and what is kept. */
import assert from 'node:assert/strict';
import { blankMagics } from '../../../src/core/text/notebook/magics';

function blanked(cell: string): string {
  return blankMagics(cell).text;
}

describe('blanking magics', () => {
  it('leaves Python alone', () => {
    for (const cell of [
      'x = 5 % 3',
      'if a != b:\n    pass',
      'y = (a\n% b)',
      '"""\n!ls\n%time\n"""',
      "s = '?'",
      'ls = 3',
      'pip = ls -x',
    ]) {
      assert.equal(blanked(cell), cell);
    }
  });

  it('blanks magic and shell lines at their length', () => {
    assert.equal(blanked('!pip install torch\nx = 1'), `${' '.repeat(18)}\nx = 1`);
    assert.equal(blanked('%matplotlib inline\nx = 1'), `${' '.repeat(18)}\nx = 1`);
    assert.equal(blanked('!echo "it\'s"\nx = 1'), `${' '.repeat(12)}\nx = 1`);
    assert.equal(blanked('pip install torch\nx = 1'), `${' '.repeat(17)}\nx = 1`);
  });

  it('follows a shell line over its backslashes', () => {
    assert.equal(blanked('!a \\\n b\nx = 1'), '    \n  \nx = 1');
  });

  it('keeps an assigned command as an unknown value', () => {
    assert.equal(blanked('files = !ls -l'), 'files = _     ');
    assert.equal(blanked('files = %sx ls'), 'files = _     ');
  });

  it('blanks help', () => {
    assert.equal(blanked('model.fit?'), ' '.repeat(10));
    assert.equal(blanked('model.fit??  # how'), ' '.repeat(18));
    assert.equal(blanked('?model'), ' '.repeat(6));
  });

  it('leaves a statement in an indented block', () => {
    assert.equal(blanked('if a:\n    !ls -l'), 'if a:\n    pass  ');
    assert.equal(blanked('if a:\n    !ls'), 'if a:\n    0  ');
  });

  it('keeps the statement that %time runs', () => {
    assert.equal(blanked('%time model.fit(x)'), '0;    model.fit(x)');
    assert.equal(blanked('%time for x in y: f(x)').trim(), '');
    assert.equal(blanked('%timeit f(x)').trim(), '');
  });

  it('keeps the body of a cell magic that runs it in Python', () => {
    for (const magic of ['%%time', '%%timeit', '%%capture out', '%%wandb', '%%heat']) {
      assert.equal(blanked(`${magic}\nx = 1`), `${' '.repeat(magic.length)}\nx = 1`);
    }
  });

  it('blanks the body of a cell magic that does not', () => {
    for (const magic of [
      'bash',
      'sh',
      'writefile a.py',
      'html',
      'js',
      'javascript',
      'sql',
      'latex',
      'svg',
      'perl',
      'script x',
    ]) {
      assert.equal(blanked(`%%${magic}\nx = 1\ny = 2`), `${' '.repeat(magic.length + 2)}\n     \n     `);
    }
    assert.equal(blanked('%%time\n%%bash\nls').trim(), '');
  });

  it('blanks a statement that would swallow the next cell', () => {
    assert.equal(blanked('x = 1\ny = f(1,\n  2'), 'x = 1\n        \n   ');
    assert.equal(blanked('for x in y:\n    f('), 'for x in y:\n    0 ');
    assert.equal(blanked("x = 'a\ny = 1").trim(), 'y = 1');
    assert.equal(blanked('s = """a\nb').trim(), '');
    assert.equal(blanked(`print(f"{x['a']")\ny = 1`).trim(), '');
    assert.equal(blanked('x = 1 + \\').trim(), '');
  });

  it('keeps f-strings that nest quotes and braces', () => {
    for (const cell of ['print(f"{", ".join(x)}")', 'f"{x["a"]:{w}}" + f"{{"', "rf'{x!r:>{n}}'"])
      assert.equal(blanked(cell), cell);
  });

  it('keeps what it blanks as evidence', () => {
    assert.deepEqual(blankMagics('!accelerate launch --mixed_precision bf16 train.py').commands, [
      '!accelerate launch --mixed_precision bf16 train.py',
    ]);
    assert.deepEqual(blankMagics('%%bash\naccelerate launch \\\n  train.py\n').commands, [
      '%%bash',
      'accelerate launch    train.py',
    ]);
    assert.deepEqual(blankMagics('%%writefile conf.yaml\na: 1\n').files, [{ path: 'conf.yaml', text: 'a: 1\n' }]);
  });
});
