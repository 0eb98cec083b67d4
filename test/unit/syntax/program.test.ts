/** The indexes of a program, offsets, broken regions and very deep code. */
import assert from 'node:assert/strict';
import type { Node } from '../../../src/core/syntax/ast';
import { ancestors, descend, enclosing } from '../../../src/core/syntax/walk';
import { loadParser, parse } from '../../support/program';
import { statements } from '../../support/tree';

describe('a program', () => {
  before(loadParser);

  it('finds calls by the last part of what is called', () => {
    const text = 'GridSearchCV(a)\nms.GridSearchCV(b)\nx.y().GridSearchCV(c)\nGridSearchCV\n';
    const starts = parse(text)
      .calls('GridSearchCV')
      .map((call) => text.slice(call.start, call.end));
    assert.deepEqual(starts, ['GridSearchCV(a)', 'ms.GridSearchCV(b)', 'x.y().GridSearchCV(c)']);
  });

  it('mentions names, attributes, keywords and parts of imports, but no words in texts and comments', () => {
    const program = parse('from one.two import three\nfour.five(six=seven)\n# eight\nx = "nine"\n');
    const words = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
    assert.deepEqual(
      words.filter((word) => program.mentions(word)),
      words.slice(0, 7),
    );
  });

  it('lists definitions, loops, contexts and imports in source order, nested ones among them', () => {
    const program = parse(
      'import a\ndef f():\n  import b\n  for x in y:\n    with z:\n      class C: pass\nwhile w: pass\n',
    );
    const lists = [program.imports, program.functions, program.loops, program.withs, program.classes];
    assert.deepEqual(
      lists.map((list) => list.map((node) => node.kind)),
      [['import', 'import'], ['function'], ['for', 'while'], ['with'], ['class']],
    );
  });

  it('lists comments in order', () => {
    const text = '# a\nx = 1  # b\ndef f():\n    # c\n    pass\n';
    assert.deepEqual(
      parse(text).comments.map(({ start, end }) => text.slice(start, end)),
      ['# a', '# b', '# c'],
    );
  });

  it('gives offsets in UTF-16 units', () => {
    const text = 'x = "𝒳é"\nhere = 1\n';
    const [name] = parse(text).names('here');
    assert.equal(name && text.slice(name.start, name.end), 'here');
  });

  it('links every node to its parent, inside whose span it lies', () => {
    const program = parse('@d\nclass A(B):\n  def f(self, x=1):\n    return [y for y in x if g(y)]\n');
    for (const node of descend(program.module)) {
      if (node.kind === 'module') continue;
      const parent: Node | null = node.parent;
      assert.ok(parent && parent.start <= node.start && node.end <= parent.end, `${node.kind} at ${node.start}`);
    }
  });
});

describe('code that does not parse', () => {
  before(loadParser);

  const brokenText = (text: string): string =>
    parse(text)
      .broken.map(({ start, end }) => text.slice(start, end))
      .join('|');

  it('is marked where it stands', () => assert.match(brokenText('x = 1\ny = = 2\nz = 3\n'), /=/));
  it('is not marked where all is well', () => assert.equal(brokenText('x = 1\n'), ''));

  it('leaves the statements before and after it as they are', () => {
    const [first, ...rest] = statements('first = 1\ndef f(:\n    pass\nlast = 2\n');
    assert.deepEqual([first, rest.at(-1)], ['assign(targets=[first], value=1)', 'assign(targets=[last], value=2)']);
  });

  it('still gives the names inside', () => {
    assert.equal(parse('if model.fit(x\n').names('model').length, 1);
  });

  it('may be any text', () => {
    for (const text of [')))', '"""', '\u0000', '@', 'def', '{'.repeat(50), '\\', '\t \t', 'é𝒳\uD800'])
      assert.equal(parse(text).module.kind, 'module');
  });
});

describe('deeply nested code', () => {
  before(loadParser);

  it('is read when people may have written it', () => {
    const text = `${'f('.repeat(40)}here${')'.repeat(40)}\n`;
    const [name] = parse(text).names('here');
    assert.equal(name && [...ancestors(name)].filter((node) => node.kind === 'call').length, 40);
  });

  it('does not harm the reading of the rest when it is absurd', () => {
    const deep = [`${'('.repeat(5000)}1${')'.repeat(5000)}`, `x${'.a'.repeat(5000)}`, `1${' + 1'.repeat(5000)}`];
    for (const text of deep) {
      const program = parse(`${text}\nlast = here\n`);
      const [name] = program.names('here');
      assert.ok(name && enclosing(name, 'assign'), text.slice(0, 20));
    }
  });
});
