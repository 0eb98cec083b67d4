/** The prefilter may let a quiet file through, but never holds back one that could have a finding. */
import { strict as assert } from 'node:assert';
import { rules } from '../../../src/core/rules/registry';
import { prefilter } from '../../../src/cli/scan/prefilter';
import { report } from '../../golden/report';

const mayFire = prefilter(report.rules);

describe('prefilter', () => {
  it('holds back text without a trigger', () => {
    assert.equal(mayFire('import numpy as np\n'), false);
  });
  it('lets a trigger through, inside notebook JSON too', () => {
    assert.equal(mayFire('{"source": ["s = GridSearchCV(a, b)\\n"]}'), true);
  });
  it('lets a trigger through that JSON escapes hide', () => {
    assert.equal(mayFire('{"source": "s = \\u0047ridSearchCV(a, b)"}'), true);
  });
  it('lets every trigger of every rule through', () => {
    const any = prefilter(rules.map((rule) => rule.meta));
    for (const { meta } of rules)
      for (const word of meta.triggers) assert.ok(any(`x = ${word}(1)`), `${meta.id} ${word}`);
  });
  it('lets suppression comments through, so that unused ones are reported', () => {
    assert.equal(mayFire('x = 1  # carbon: ignore[exhaustive-grid-search]'), true);
  });
});
