/** What code-scanning services need of a SARIF result. */
import { strict as assert } from 'node:assert';
import type { Log } from 'sarif';
import { writer } from '../../../src/report/sarif/writer';
import { report } from '../../golden/report';

const log = JSON.parse(writer.write(report)) as Log;
const results = log.runs[0]!.results!;

describe('SARIF', () => {
  it('points at rule help by index', () => {
    const rules = log.runs[0]!.tool.driver.rules!;
    for (const result of results.filter((one) => one.ruleIndex !== undefined)) {
      assert.equal(rules[result.ruleIndex!]!.id, result.ruleId);
    }
  });
  it('counts columns in UTF-16 code units', () => {
    assert.equal(log.runs[0]!.columnKind, 'utf16CodeUnits');
  });
  it('offers no fix inside a notebook, whose regions it cannot express', () => {
    const inNotebook = results.find((one) => one.ruleId === 'eval-builds-autograd-graph')!;
    assert.equal(inNotebook.fixes, undefined);
    assert.equal(inNotebook.locations![0]!.physicalLocation!.region, undefined);
  });
  it('writes half characters of a file name as a replacement character', () => {
    const odd = writer.write({ ...report, errors: [{ path: 'a\ud800.py', message: 'x' }], findings: [] });
    assert.ok(odd.includes('a%EF%BF%BD.py'));
  });
});
