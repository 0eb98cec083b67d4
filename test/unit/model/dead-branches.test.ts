/** Arms of an `if` that a constant rules out. */
import assert from 'node:assert/strict';
import { deadSpans, isDead } from '../../../src/core/model/dead-branches';
import { modelOf } from '../../support/model';
import { loadParser } from '../../support/program';

describe('an arm of an if', () => {
  before(loadParser);

  /** The calls of `first` and `second` that cannot run. */
  const rules = (why: string, text: string, dead: readonly string[]): void =>
    void it(why, () => {
      const model = modelOf(text);
      const calls = ['first', 'second'].flatMap((name) => model.program.calls(name));
      const found = calls.filter((call) => isDead(model, call));
      assert.deepEqual(
        found.map(({ start, end }) => text.slice(start, end)),
        dead,
      );
      assert.equal(deadSpans(model).length, dead.length);
    });

  const ARMS = 'if flag:\n  first()\nelse:\n  second()\n';

  rules('never runs where the constant is true', `flag = True\n\n${ARMS}`, ['second()']);
  rules('never runs where the constant is false', `flag = False\n\n${ARMS}`, ['first()']);
  rules('is the other one behind not', 'flag = False\nif not flag:\n  first()\nelse:\n  second()\n', ['second()']);
  rules('in a function', 'flag = True\ndef f():\n  if flag:\n    first()\n  else:\n    second()\n', ['second()']);
  rules('may run where the constant is explained', `flag = True  # or False\n\n${ARMS}`, []);
  rules('may run where a line above explains it', `# set to False to skip\nflag = True\n\n${ARMS}`, []);
  rules('may run where the switch is set twice', `flag = True\nflag = False\n${ARMS}`, []);
  rules('may run where it is set in a branch', `if ready:\n  flag = True\n${ARMS}`, []);
  rules('may run where it is no literal', `flag = ask()\n${ARMS}`, []);
  rules('is kept for another day without another arm', 'flag = False\nif flag:\n  first()\n', []);
});
