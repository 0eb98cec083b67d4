/** The prefilter may let a quiet file through, but never holds back one that could have a finding. */
import { strict as assert } from 'node:assert';
import { rules } from '../../../src/core/rules/registry';
import { prefilter } from '../../../src/cli/scan/prefilter';
import { report } from '../../golden/report';

const mayFire = prefilter(report.rules);

describe('prefilter', () => {
  it('holds back text without a trigger', () => {
    assert.equal(mayFire('import numpy as np\n', 'train.py'), false);
  });
  it('lets a trigger through, inside notebook JSON too', () => {
    assert.equal(mayFire('{"source": ["s = GridSearchCV(a, b)\\n"]}', 'a.ipynb'), true);
  });
  it('lets a trigger through that JSON escapes hide', () => {
    assert.equal(mayFire('{"source": "s = \\u0047ridSearchCV(a, b)"}', 'a.ipynb'), true);
  });
  it('holds back a trigger without the words that the rule needs beside it', () => {
    const keras = prefilter(rules.map(({ meta }) => meta).filter(({ id }) => id.startsWith('keras')));
    assert.equal(keras('model.fit(x, epochs=9)', 'train.py'), false);
    assert.equal(keras('import keras\nmodel.fit(x, epochs=9)', 'train.py'), true);
  });
  it('holds back tests, where rules are silent', () => {
    assert.equal(mayFire('s = GridSearchCV(a, b)', 'tests/search.py'), false);
    assert.equal(mayFire('s = GridSearchCV(a, b)  # carbon: ignore', 'tests/search.py'), true);
  });
  it('lets suppression comments through, so that unused ones are reported', () => {
    assert.equal(mayFire('x = 1  # carbon: ignore[exhaustive-grid-search]', 'train.py'), true);
  });
});
