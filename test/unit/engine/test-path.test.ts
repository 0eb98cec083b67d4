/** Which files are tests: by their folder, or by their name and what they hold. */
import assert from 'node:assert/strict';
import { isTest } from '../../../src/core/engine/test-path';

const SCRIPT = 'model.train()\nfor x, y in loader:\n    loss(model(x), y).backward()\n';

describe('a test', () => {
  const cases: readonly (readonly [path: string, text: string, expected: boolean])[] = [
    ['train.py', SCRIPT, false],
    ['tests/helpers.py', SCRIPT, true],
    ['conftest.py', SCRIPT, true],
    ['test_model.py', 'def test_loss():\n    assert loss() > 0\n', true],
    ['model_test.py', 'class LossTest(absltest.TestCase):\n    pass\n', true],
    ['model_test.py', 'import pytest\n', true],
    ['word_cnn/word_cnn_test.py', SCRIPT, false],
    ['test_net.py', SCRIPT, false],
    ['{{cookiecutter.name}}/train.py', SCRIPT, true],
  ];
  for (const [path, text, expected] of cases)
    it(`${path} is ${expected ? 'one' : 'none'} where it says ${JSON.stringify(text.slice(0, 24))}`, () =>
      assert.equal(isTest(path, text), expected));
});
