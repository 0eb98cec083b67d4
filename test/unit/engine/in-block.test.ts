/** What repeats a call, as far as its lines tell. */
import assert from 'node:assert/strict';
import { inBlock } from '../../../src/core/rules/shared/in-block';

const CALL = inBlock('\\bload\\(');

describe('calls that may run again and again', () => {
  for (const text of [
    'for name in names:\n    model = load(name)\n',
    'for name in names: load(name)\n',
    'models = [load(name) for name in names]\n',
    'models = [\n    load(name)\n    for name in names\n]\n',
    'models = [load(name)\nfor name in names]\n',
    'models = [run(load(name),\n          1)\n          for name in names]\n',
    'frame.apply(lambda name: load(name))\n',
    'def start(): return load("a")\n',
    'while load("a"): pass\n',
  ])
    it(JSON.stringify(text), () => assert.ok(CALL.test(text)));

  it('leaves out a statement of the module', () => {
    assert.ok(!CALL.test('import a\nmodel = load("a")\nfor name in names:\n    model(name)\n'));
  });
});
