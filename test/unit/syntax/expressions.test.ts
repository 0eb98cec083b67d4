/** Expressions of the plain tree, one of each kind. */
import assert from 'node:assert/strict';
import { loadParser } from '../../support/program';
import { expression, statement } from '../../support/tree';

/** Each pair: what is written, what it becomes. */
function becomes(cases: Readonly<Record<string, string>>): void {
  for (const [text, tree] of Object.entries(cases))
    it(text.replaceAll('\n', '⏎'), () => assert.equal(expression(text), tree));
}

describe('expressions', () => {
  before(loadParser);

  describe('of names and members', () => {
    becomes({
      x: 'x',
      'a.b.c': 'attribute(value=attribute(value=a, attr=b), attr=c)',
      'x[0]': 'subscript(value=x, index=[0])',
      'x[i, 1]': 'subscript(value=x, index=[i, 1])',
      'x[1:2, ::3]': 'subscript(value=x, index=[slice(parts=[1, 2]), slice(parts=[3])])',
      'f(a)(b)[c].d':
        'attribute(value=subscript(value=call(func=call(func=f, args=[argument(value=a)]), args=[argument(value=b)]), index=[c]), attr=d)',
    });
  });

  describe('that call', () => {
    becomes({
      'f()': 'call(func=f)',
      'f(1, *a, k=2, **kw)':
        'call(func=f, args=[argument(value=1), argument(star=*, value=a), argument(name=k, value=2), argument(star=**, value=kw)])',
      'f(x for x in y)':
        'call(func=f, args=[argument(value=comprehension(of=generator, element=x, clauses=[{target=x, iter=y}]))])',
      'await f()': 'await(parts=[call(func=f)])',
    });
  });

  describe('of collections', () => {
    becomes({
      '[1, *a]': 'list(items=[1, starred(parts=[a])])',
      '{1, 2}': 'set(items=[1, 2])',
      '(1,)': 'tuple(items=[1])',
      '()': 'tuple()',
      '{"a": 1, **b}': 'dict(entries=[{key="a", value=1}, {value=b}])',
      '{}': 'dict()',
    });
  });

  describe('that comprehend', () => {
    becomes({
      '[x for x in y if a if b]': 'comprehension(of=list, element=x, clauses=[{target=x, iter=y, conditions=[a, b]}])',
      '{k: v for k, v in d}':
        'comprehension(of=dict, element=v, key=k, clauses=[{target=tuple(items=[k, v]), iter=d}])',
      '(x for x in y for z in x)':
        'comprehension(of=generator, element=x, clauses=[{target=x, iter=y}, {target=z, iter=x}])',
      '{x async for x in y}': 'comprehension(of=set, element=x, clauses=[{target=x, iter=y}])',
    });
  });

  describe('of operators', () => {
    becomes({
      '-x': 'unary(op=-, operand=x)',
      'not x': 'unary(op=not, operand=x)',
      '~x': 'unary(op=~, operand=x)',
      'a + b * c': 'binary(op=+, left=a, right=binary(op=*, left=b, right=c))',
      'a @ b': 'binary(op=@, left=a, right=b)',
      'a and b or c': 'binary(op=or, left=binary(op=and, left=a, right=b), right=c)',
      'a < b <= c': 'compare(ops=[<, <=], operands=[a, b, c])',
      'a is not b': 'compare(ops=[is not], operands=[a, b])',
      'a not in b': 'compare(ops=[not in], operands=[a, b])',
      'a <> b': 'compare(ops=[<>], operands=[a, b])',
      'a if b else c': 'conditional(test=b, then=a, otherwise=c)',
      '(y := f)': 'walrus(target=y, value=f)',
      'x[a:=1]': 'subscript(value=x, index=[walrus(target=a, value=1)])',
    });
  });

  describe('that make functions', () => {
    becomes({
      'lambda: 0': 'lambda(body=0)',
      'lambda x, *y, z=1, **k: x':
        'lambda(params=[param(name=x), param(name=y, star=*), param(name=z, default=1), param(name=k, star=**)], body=x)',
    });
  });

  describe('that yield', () => {
    it('nothing', () => assert.equal(statement('x = yield'), 'assign(targets=[x], value=yield())'));
    it('a value', () => assert.equal(expression('(yield 1)'), 'yield(parts=[1])'));
    it('from another', () => assert.equal(expression('(yield from x)'), 'yield(parts=[x])'));
  });

  it('of old Python keep what is inside', () => {
    assert.match(expression('`x`'), /^opaque\(/);
  });
});

describe('numbers', () => {
  before(loadParser);
  becomes({
    '1_000': '1000',
    '0x1F': '31',
    '0b101': '5',
    '0o17': '15',
    '1e-3': '0.001',
    '.5': '0.5',
    '5.': '5',
    '10L': '10',
  });

  it('that are imaginary stay unread', () => assert.equal(expression('2j'), 'opaque()'));
});

describe('strings', () => {
  before(loadParser);
  becomes({
    '"a"': '"a"',
    "'it\\'s'": '"it\'s"',
    '"a" "b"': '"ab"',
    '"\\n\\x41\\u0042"': '"\\nAB"',
    'r"\\d"': '"\\\\d"',
    'ur"x"': '"x"',
    '"""d\nd"""': '"d\\nd"',
    'b"x"': 'b"x"',
    'f"{a}-{b!r}"': 'fstring(parts=[a, b])',
    'f"{x=}"': 'fstring(parts=[x])',
    'f\'{d["k"]}\'': 'fstring(parts=[subscript(value=d, index=["k"])])',
    '"a" f"{b}"': 'fstring(parts=["a", fstring(parts=[b])])',
  });
});

describe('words with a value', () => {
  before(loadParser);
  becomes({ True: 'true', False: 'false', None: 'null' });
});
