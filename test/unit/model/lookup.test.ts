/** Which assignments can reach a use of a name. */
import assert from 'node:assert/strict';
import { reachingBindings } from '../../../src/core/model/lookup';
import { modelOf, probed } from '../../support/model';
import { loadParser } from '../../support/program';

/** The values that may reach the name in `probe(name)`, as written, nearest first. */
function reaching(text: string): readonly string[] {
  const name = probed(modelOf(text));
  assert.ok(name.kind === 'name', 'probe() takes a name');
  return reachingBindings(name).map(({ kind, value }) => (value ? text.slice(value.start, value.end) : kind));
}

function reaches(why: string, text: string, ...expected: readonly string[]): void {
  it(why, () => assert.deepEqual(reaching(text), expected));
}

describe('assignments that reach a use', () => {
  before(loadParser);

  reaches('only the last of several', 'x = 1\nx = 2\nprobe(x)', '2');
  reaches('not those behind it', 'x = 1\nprobe(x)\nx = 2', '1');
  reaches('not the one that it is part of', 'x = 1\nx = probe(x)', '1');
  reaches('one that is added to, and what it is added to', 'x = 1\nx += 2\nprobe(x)', '2', '1');
  reaches('both of a conditional change', 'x = 1\nif a:\n  x = 2\nprobe(x)', '2', '1');
  reaches('only those in the branches when all assign', 'x = 1\nif a:\n  x = 2\nelse:\n  x = 3\nprobe(x)', '3', '2');
  reaches(
    'those of an elif chain that is closed',
    'x = 0\nif a:\n  x = 1\nelif b:\n  x = 2\nelse:\n  x = 3\nprobe(x)',
    '3',
    '2',
    '1',
  );
  reaches('one when the other branch leaves', 'x = 0\nif a:\n  x = 1\nelse:\n  raise E\nprobe(x)', '1');
  reaches('not one in the other branch', 'if a:\n  x = 1\nelse:\n  x = 2\n  probe(x)', '2');
  reaches('not one in another elif', 'x = 0\nif a:\n  x = 1\nelif b:\n  probe(x)', '0');
  reaches('that of the try and that of the handler', 'try:\n  x = 1\nexcept E:\n  x = 2\nprobe(x)', '2', '1');
  reaches('in a with, as if it were not there', 'x = 1\nwith a:\n  x = 2\nprobe(x)', '2');
});

describe('assignments in loops', () => {
  before(loadParser);

  reaches('reach behind the loop beside the one before it', 'x = 1\nfor i in y:\n  x = 2\nprobe(x)', '2', '1');
  reaches('reach an earlier use in the next round', 'x = 1\nfor i in y:\n  probe(x)\n  x = 2', '2', '1');
  reaches(
    'do not reach the next round past one that comes first there',
    'for i in y:\n  x = 1\n  probe(x)\n  if a:\n    x = 2',
    '1',
  );
  reaches('reach past one before the loop', 'x = 1\nfor i in y:\n  for j in z:\n    probe(x)\n    x = 2', '2', '1');
  reaches(
    'reach the next round of an inner loop from behind one of the outer',
    'for i in y:\n  x = 1\n  for j in z:\n    probe(x)\n    x = 2\n  x = 3',
    '2',
    '1',
  );
  reaches('reach past one under a condition', 'for i in y:\n  if a:\n    x = 1\n  probe(x)\n  x = 2', '2', '1');
  reaches('of the loop variable do not reach the next round', 'for i in y:\n  probe(i)\n  i = 2', 'y');
  reaches('do not reach an earlier use in another loop', 'x = 1\nfor i in y:\n  probe(x)\nfor j in y:\n  x = 2', '1');
  reaches('give the loop variable inside', 'i = 1\nfor i in y:\n  probe(i)', 'y');
  reaches('may leave the loop variable behind', 'i = 1\nfor i in y:\n  pass\nprobe(i)', 'y', '1');
});

describe('uses in functions', () => {
  before(loadParser);

  reaches('see their own', 'x = 1\ndef f():\n  x = 2\n  probe(x)', '2');
  reaches('see the parameter', 'x = 1\ndef f(x=3):\n  probe(x)', '3');
  reaches('see what the module binds before and after', 'x = 1\ndef f():\n  probe(x)\nx = 2', '2', '1');
  reaches('do not see what was replaced before the definition', 'x = 1\nx = 2\ndef f():\n  probe(x)', '2');
  reaches('see the function around them', 'x = 1\ndef f():\n  x = 2\n  def g():\n    probe(x)', '2');
  reaches('do not see the class around them', 'x = 1\nclass A:\n  x = 2\n  def f(self):\n    probe(x)', '1');
  reaches('see the module through global', 'x = 1\ndef f():\n  global x\n  probe(x)', '1');
  reaches('see what another function makes global', 'def f():\n  global x\n  x = 2\ndef g():\n  probe(x)', '2');
});

describe('uses in expressions with names of their own', () => {
  before(loadParser);

  reaches('see the comprehension', 'x = 1\n[probe(x) for x in y]', 'y');
  reaches('see the lambda', 'x = 1\nlambda x=2: probe(x)', '2');
  reaches('see the class body they are in', 'x = 1\nclass A:\n  x = 2\n  probe(x)', '2');
  reaches('see the module where the class body has not bound the name yet', 'x = 1\nclass A:\n  x = probe(x)', '1');
  reaches('see a walrus', 'if (x := 2):\n  probe(x)', '2');
  reaches('see nothing where nothing is bound', 'probe(x)');
});

describe('very many assignments', () => {
  before(loadParser);

  reaches('in a straight line leave the last', `${'x = 1\n'.repeat(3000)}x = 2\nprobe(x)`, '2');

  it('in a loop leave a bounded number', () => {
    const found = reaching(`x = 1\nfor i in y:\n  probe(x)\n${'  x = 2\n'.repeat(3000)}`);
    assert.ok(found.length < 100 && found.includes('2') && found.includes('1'), `${found.length} assignments`);
  });
});
