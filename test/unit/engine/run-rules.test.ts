/** Running rules over one model: prefilter, severities, options, isolation, broken regions, comments. */
import assert from 'node:assert/strict';
import type { Config } from '../../../src/core/config/types';
import { runRules } from '../../../src/core/engine/run-rules';
import type { Model } from '../../../src/core/model/model';
import type { Finding, Rule, RuleMeta } from '../../../src/core/rules/rule';
import { spanOf } from '../../../src/core/text/span';
import { modelOf } from '../../support/model';
import { loadParser } from '../../support/program';
import { CONFIG } from '../../support/settings';

const META: RuleMeta = {
  id: 'waste',
  summary: 'Wastes.',
  category: 'loop',
  severity: 'warning',
  frameworks: ['torch'],
  triggers: ['waste'],
  saving: { scope: 'train', low: null, typical: null, high: null, grade: 'N', source: 'test' },
  fixes: 'never',
  since: '0.1.0',
  options: { most: { default: 10, minimum: 1, description: 'Reported above this.' } },
};

/** Finds every call of `waste`; `change` alters the finding. */
function wasteRule(meta: Partial<RuleMeta> = {}, change: Partial<Finding> = {}): Rule {
  const whole = { ...META, ...meta };
  return {
    meta: whole,
    *check(model: Model, { options }) {
      for (const call of model.program.calls('waste'))
        yield {
          rule: whole.id,
          severity: 'warning',
          span: spanOf(call),
          message: 'Waste',
          notes: [],
          related: [],
          facts: { most: options['most'] ?? null },
          saving: null,
          workload: null,
          fixes: [],
          ...change,
        };
    },
  };
}

const throwing: Rule = {
  meta: { ...META, id: 'careless' },
  check: () => {
    throw new Error('no such node');
  },
};

const run = (rules: readonly Rule[], text: string, config: Partial<Config> = {}) =>
  runRules(rules, modelOf(text), { ...CONFIG, ...config });

const set = (severity: Config['rules'][string]['severity'], options: Record<string, number> = {}): Partial<Config> => ({
  rules: { waste: { severity, options } },
});

describe('running rules', () => {
  before(loadParser);

  it('names a rule that throws and keeps what the others find', () => {
    const outcome = run([throwing, wasteRule()], 'waste()\n');
    assert.deepEqual(outcome.problems, ['rule careless failed and was skipped: no such node']);
    assert.equal(outcome.findings.length, 1);
  });

  it('tells once what is found twice at one place, with the related places of both', () => {
    const at = (start: number) => ({ span: { start, end: start + 1 }, message: `loop at ${start}` });
    const twice = (severity: Finding['severity'], message = 'Waste'): Rule => ({
      meta: META,
      *check(model, context) {
        yield* wasteRule({}, { severity: 'information', related: [at(0), at(2)] }).check(model, context);
        yield* wasteRule({}, { severity, message, related: [at(2), at(4)] }).check(model, context);
      },
    });
    const [only, ...others] = run([twice('warning')], 'waste()\n').findings;
    assert.deepEqual(others, []);
    assert.equal(only?.severity, 'warning');
    assert.deepEqual(
      only.related.map(({ span }) => span.start),
      [2, 4, 0],
    );
    assert.equal(run([twice('warning', 'Other waste')], 'waste()\n').findings.length, 2);
    assert.equal(run([twice('hint')], 'waste(waste())\n').findings.length, 2);
  });

  it('keeps the findings of a rule that throws out of the result, also those it had yielded', () => {
    const halfway: Rule = {
      meta: META,
      *check(model, context) {
        yield* wasteRule().check(model, context);
        throw new Error('too late');
      },
    };
    assert.deepEqual(run([halfway], 'waste()\n').findings, []);
  });

  it('does not run a rule whose triggers are not in the text', () => {
    assert.deepEqual(run([throwing], 'x = 1\n').problems, []);
  });

  it('does not run a rule that is switched off', () => {
    const off = { rules: { careless: { severity: 'off', options: {} } } } as const;
    assert.deepEqual(run([throwing], 'waste()\n', off).problems, []);
  });

  it('orders findings by place, then by rule', () => {
    const outcome = run([wasteRule({ id: 'b' }), wasteRule({ id: 'a' })], 'waste()\nwaste()\n');
    const order = outcome.findings.map((one) => `${one.span.start} ${one.rule}`);
    assert.deepEqual(order, ['0 a', '0 b', '8 a', '8 b']);
  });

  it('drops findings inside a region that did not parse, and only those', () => {
    const text = 'waste()\ndef f(:\n    waste(((\nwaste()\n';
    const { findings } = run([wasteRule()], text);
    assert.ok(findings.some((one) => one.span.start === 0));
    assert.ok(!findings.some((one) => one.span.start === text.indexOf('waste(((')));
  });

  it('gives a rule the default of an option', () => {
    assert.deepEqual(run([wasteRule()], 'waste()\n').findings[0]?.facts, { most: 10 });
  });

  it('gives a rule the option that is set', () => {
    assert.deepEqual(run([wasteRule()], 'waste()\n', set('default', { most: 3 })).findings[0]?.facts, { most: 3 });
  });
});

describe('severity of findings', () => {
  before(loadParser);
  const severity = (actual: Finding['severity'], config: Partial<Config>, usual: RuleMeta['severity'] = 'warning') =>
    run([wasteRule({ severity: usual }, { severity: actual })], 'waste()\n', config).findings[0]?.severity;

  it('stays what the rule says by default', () => assert.equal(severity('information', {}), 'information'));
  it('is what the configuration sets', () => assert.equal(severity('warning', set('hint')), 'hint'));
  it('stays softer by as much as the finding is softer than its rule', () =>
    assert.equal(severity('information', set('information')), 'hint'));
  it('never falls below a hint', () => assert.equal(severity('hint', set('hint')), 'hint'));
  it('can be raised above the default of the rule', () =>
    assert.equal(severity('information', set('warning'), 'information'), 'warning'));
  it('of a rule that is off by default is what the configuration sets', () =>
    assert.equal(severity('warning', set('information'), 'off'), 'information'));
  it('below the minimum drops the finding', () =>
    assert.equal(severity('information', { minimumSeverity: 'warning' }), undefined));
});

describe('comments that ignore a rule', () => {
  before(loadParser);
  const text = 'waste()  # carbon: ignore[waste] on purpose\n';

  it('move its finding to the suppressed ones', () => {
    const outcome = run([wasteRule()], text);
    assert.deepEqual([outcome.findings.length, outcome.suppressed.length, outcome.unused.length], [0, 1, 0]);
  });

  it('are in use when they hide a finding below the minimum severity', () => {
    const outcome = run([wasteRule({}, { severity: 'hint' })], text, { minimumSeverity: 'warning' });
    assert.deepEqual(outcome.unused, []);
  });

  it('are unused where the rule finds nothing', () => {
    const outcome = run([wasteRule()], '# waste\nx = 1  # carbon: ignore[waste]\n');
    assert.deepEqual(
      outcome.unused.map((one) => one.rule),
      ['waste'],
    );
  });

  it('are not called unused for a rule that is off', () => {
    assert.deepEqual(run([wasteRule()], 'x = 1  # carbon: ignore[waste]\n', set('off')).unused, []);
  });

  it('for a rule that does not exist are reported', () => {
    const outcome = run([wasteRule()], 'x = 1  # carbon: ignore[wast]\n');
    assert.match(outcome.unused[0]?.message ?? '', /did you mean "waste"/);
  });
});
