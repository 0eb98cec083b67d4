/** Putting statements before, after and around others. */
import assert from 'node:assert/strict';
import { indentUnit, insertAfter, insertBefore, wrapStatements } from '../../../src/core/fixes/edits';
import type { Stmt } from '../../../src/core/syntax/ast';
import type { Program } from '../../../src/core/syntax/program';
import { blocks, descend, isStatement } from '../../../src/core/syntax/walk';
import { fixed, loadParser, parse } from '../../support/program';

/** The statement that holds the first `@` marker's text, which is `mark`. */
function at(program: Program, mark: string): Stmt {
  const offset = program.text.indexOf(mark);
  const found = [...descend(program.module)].filter((node) => isStatement(node) && node.start === offset);
  assert.ok(found[0], `no statement at ${mark}`);
  return found[0] as Stmt;
}

function inserted(where: typeof insertBefore, source: string, mark = 'a', code = 'new()'): string | undefined {
  const program = parse(source);
  return fixed(program, where(program, at(program, mark), code));
}

/** Wraps from the statement at `from` to the one at `to`. */
function wrapped(source: string, from = 'a', to = from): string | undefined {
  const program = parse(source);
  const [first, last] = [at(program, from), at(program, to)];
  const block = first.parent ? blocks(first.parent).find((one) => one.includes(first)) : undefined;
  assert.ok(block);
  return fixed(
    program,
    wrapStatements(program, block.slice(block.indexOf(first), block.indexOf(last) + 1), 'with ctx'),
  );
}

before(loadParser);

describe('inserting before', () => {
  it('uses the indentation of the statement, below its comments', () => {
    assert.equal(inserted(insertBefore, 'if x:\n    # why\n    a()'), 'if x:\n    # why\n    new()\n    a()');
    assert.equal(inserted(insertBefore, '\uFEFFa()\r\nb()\r\n'), '\uFEFFnew()\r\na()\r\nb()\r\n');
    assert.equal(inserted(insertBefore, 'a(); b'), 'new()\na(); b');
  });

  it('writes a snippet with the levels and line ends of the file', () => {
    const snippet = 'if y:\n    new()';
    assert.equal(
      inserted(insertBefore, 'if x:\r\n\ta()\r\n', 'a', snippet),
      'if x:\r\n\tif y:\r\n\t\tnew()\r\n\ta()\r\n',
    );
  });

  it('refuses a statement that does not begin its line', () => {
    assert.equal(inserted(insertBefore, 'b; a()'), undefined);
    assert.equal(inserted(insertBefore, 'if x: a()'), undefined);
    assert.equal(inserted(insertBefore, 'if x:\n    b\nelif y:\n    c', 'elif'), undefined);
  });
});

describe('inserting after', () => {
  it('goes behind the trailing comment', () => {
    assert.equal(inserted(insertAfter, 'a()  # why\nb()'), 'a()  # why\nnew()\nb()');
    assert.equal(inserted(insertAfter, 'a()'), 'a()\nnew()');
    assert.equal(inserted(insertAfter, 'a();\n'), 'a();\nnew()\n');
  });

  it('goes behind the comments that close a block', () => {
    assert.equal(
      inserted(insertAfter, 'for x in y:\n    b\n    # end\n# next\n', 'for'),
      'for x in y:\n    b\n    # end\nnew()\n# next\n',
    );
  });

  it('goes behind a comment that ends a block of a file with CRLF', () => {
    assert.equal(
      inserted(insertAfter, 'for x in y:\r\n    b  # end\r\nc\r\n', 'for'),
      'for x in y:\r\n    b  # end\r\nnew()\r\nc\r\n',
    );
  });

  it('refuses a statement with another behind it', () => {
    assert.equal(inserted(insertAfter, 'a(); b()'), undefined);
  });
});

describe('wrapping', () => {
  it('indents statements and the comments between them', () => {
    assert.equal(wrapped('a\n# why\nb  # end\nc', 'a', 'b'), 'with ctx:\n    a\n    # why\n    b  # end\nc');
  });

  it('leaves the inside of strings alone', () => {
    assert.equal(wrapped('a = """x\n  y\n""" + f(\n    1)'), 'with ctx:\n    a = """x\n  y\n""" + f(\n        1)');
    assert.equal(wrapped("a = f'''\n{x}\n'''\n"), "with ctx:\n    a = f'''\n{x}\n'''\n");
    assert.equal(wrapped('a = "x\\\ny"'), 'with ctx:\n    a = "x\\\ny"');
    assert.equal(wrapped('a = ("x"\n     "y")'), 'with ctx:\n    a = ("x"\n         "y")');
  });

  it('keeps tabs, CRLF and empty lines', () => {
    assert.equal(
      wrapped('for x in y:\r\n\ta\r\n\r\n\tb\r\n', 'a', 'b'),
      'for x in y:\r\n\twith ctx:\r\n\t\ta\r\n\r\n\t\tb\r\n',
    );
  });

  it('uses the level of the file', () => {
    assert.equal(wrapped('if x:\n  a\n'), 'if x:\n  with ctx:\n    a\n');
  });

  it('indents comments that lie further left and the block of a compound statement', () => {
    assert.equal(
      wrapped('if x:\n    a\n# left\n    b\n', 'a', 'b'),
      'if x:\n    with ctx:\n        a\n    # left\n        b\n',
    );
    assert.equal(
      wrapped('for a in b:\n    c\n    # end\nd', 'for'),
      'with ctx:\n    for a in b:\n        c\n        # end\nd',
    );
  });

  it('takes whole lines with semicolons, and refuses parts of them', () => {
    assert.equal(wrapped('a; b\nc', 'a', 'b'), 'with ctx:\n    a; b\nc');
    assert.equal(wrapped('a; b'), undefined);
    assert.equal(wrapped('b; a'), undefined);
    assert.equal(wrapped('if x: a'), undefined);
  });

  it('keeps a line continuation', () => {
    assert.equal(wrapped('a = 1 + \\\n    2'), 'with ctx:\n    a = 1 + \\\n        2');
  });
});

describe('the level of indentation', () => {
  it('is what most blocks add', () => {
    assert.equal(indentUnit('if x:\n  a\nif y:\n  b\nif z:\n    c\n'), '  ');
    assert.equal(indentUnit('def f():\n\tif x:\n\t\ty\n'), '\t');
    assert.equal(indentUnit('x = 1'), '    ');
  });
});
