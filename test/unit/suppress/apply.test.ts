/** Hiding findings, reporting comments that hide nothing, and inserting comments. */
import assert from 'node:assert/strict';
import type { Finding } from '../../../src/core/rules/rule';
import { applySuppressions } from '../../../src/core/suppress/apply';
import { insertSuppression } from '../../../src/core/suppress/insert';
import { parseSuppressions } from '../../../src/core/suppress/parse';
import { applyEdits } from '../../../src/core/text/edits';
import { loadParser, parse } from '../../support/program';

function finding(rule: string, start: number): Finding {
  return {
    rule,
    severity: 'warning',
    span: { start, end: start + 1 },
    message: 'Waste',
    notes: [],
    related: [],
    facts: {},
    saving: null,
    workload: null,
    fixes: [],
  };
}

function applied(source: string, rules: readonly string[], ran: readonly string[] = ['rule-a', 'rule-b']) {
  const { suppressions } = parseSuppressions(parse(source), ['rule-a', 'rule-b']);
  const findings = rules.map((rule) => finding(rule, source.indexOf('here')));
  const { kept, suppressed, unused } = applySuppressions(findings, suppressions, new Set(ran));
  return {
    kept: kept.map((one) => one.rule),
    suppressed: suppressed.map((one) => one.rule),
    unused: unused.map((one) => source.slice(one.span.start, one.span.end)),
  };
}

/** Ignores rule-a at `here`; the result must suppress a finding there, and a second time nothing is left to do. */
function ignored(source: string, reason = ''): string | undefined {
  const program = parse(source);
  const edits = insertSuppression(program, {
    rule: 'rule-a',
    span: { start: source.indexOf('here'), end: source.length },
    reason,
  });
  const after = edits && applyEdits(source, edits);
  if (after !== undefined) assert.deepEqual(applied(after, ['rule-a']).suppressed, ['rule-a'], after);
  return after;
}

before(loadParser);

describe('applying suppressions', () => {
  it('hides the rules that are named where they are', () => {
    assert.deepEqual(applied('here()  # carbon: ignore[rule-a]', ['rule-a', 'rule-b']), {
      kept: ['rule-b'],
      suppressed: ['rule-a'],
      unused: [],
    });
  });

  it('reports what hides nothing: the rule, or the whole comment', () => {
    assert.deepEqual(applied('here()  # carbon: ignore[rule-a, rule-b]', ['rule-a']).unused, ['rule-b']);
    assert.deepEqual(applied('a()  # carbon: ignore[rule-a] why\nhere()', ['rule-a']).unused, [
      '# carbon: ignore[rule-a] why',
    ]);
  });

  it('does not report rules that did not run, nor places that do not parse', () => {
    assert.deepEqual(applied('a()  # carbon: ignore[rule-a]', [], ['rule-b']).unused, []);
    assert.deepEqual(applied('a( = )  # carbon: ignore[rule-a]', []).unused, []);
  });
});

describe('inserting a suppression', () => {
  it('puts it above the line, at its indentation', () => {
    assert.equal(ignored('here()'), '# carbon: ignore[rule-a]\nhere()');
    assert.equal(
      ignored('if x:\r\n\there()\r\n', ' tiny\nset '),
      'if x:\r\n\t# carbon: ignore[rule-a] tiny set\r\n\there()\r\n',
    );
    assert.equal(ignored('\uFEFFhere()'), '\uFEFF# carbon: ignore[rule-a]\nhere()');
    assert.equal(ignored('#!/usr/bin/python\nhere()'), '#!/usr/bin/python\n# carbon: ignore[rule-a]\nhere()');
  });

  it('puts it above the first line of a logical line', () => {
    assert.equal(ignored('x = f(\n    here,\n)'), '# carbon: ignore[rule-a]\nx = f(\n    here,\n)');
    assert.equal(ignored('x = 1 + \\\n    here'), '# carbon: ignore[rule-a]\nx = 1 + \\\n    here');
    assert.equal(ignored('@d\ndef f(a=here):\n    pass'), '# carbon: ignore[rule-a]\n@d\ndef f(a=here):\n    pass');
    assert.equal(ignored('x = """\n""" + a; here()'), '# carbon: ignore[rule-a]\nx = """\n""" + a; here()');
    assert.equal(ignored('if x:\n    a\nelse: here()'), 'if x:\n    a\n# carbon: ignore[rule-a]\nelse: here()');
  });

  it('extends a comment that is there', () => {
    assert.equal(
      ignored('here()  # carbon: ignore[rule-b] old', 'new'),
      'here()  # carbon: ignore[rule-b, rule-a] old; new',
    );
    assert.equal(ignored('# carbon: ignore[rule-b]\nhere()', 'new'), '# carbon: ignore[rule-b, rule-a] new\nhere()');
  });

  it('does nothing where the rule is ignored', () => {
    assert.equal(ignored('here()  # carbon: ignore[rule-a]'), undefined);
  });
});
