/** Reading configuration files: what applies, and what is said about what does not. */
import assert from 'node:assert/strict';
import { parseCarbonHintsToml, parsePyproject } from '../../../src/core/config/toml';

const RULES = [
  { id: 'rule-a', options: { 'min-epochs': { default: 20, minimum: 1, description: 'Epochs.' } } },
  { id: 'rule-b', options: {} },
];

const read = (text: string) => parseCarbonHintsToml(text, RULES);

/** Each problem as the line it is on and its message. */
function problems(text: string): string[] {
  return read(text).problems.map(({ offset, message }) => {
    const line = offset === null ? '-' : text.slice(0, offset).split('\n').length;
    return `${line}: ${message}`;
  });
}

describe('a configuration file', () => {
  it('sets every key', () => {
    const text = [
      'region = "FRA"',
      'hardware = "4x V100-SXM2-32GB"',
      'pue = 1.1',
      'hours = 3',
      'exclude = ["vendor/**"]',
      'minimum-severity = "information"',
      '[rules]',
      'rule-b = "off"',
      'rule-a = { severity = "hint", min-epochs = 5 }',
    ].join('\n');
    assert.deepEqual(read(text), {
      settings: {
        region: 'FRA',
        hardware: '4x V100-SXM2-32GB',
        pue: 1.1,
        hours: 3,
        exclude: ['vendor/**'],
        minimumSeverity: 'information',
        rules: {
          'rule-b': { severity: 'off', options: {} },
          'rule-a': { severity: 'hint', options: { 'min-epochs': 5 } },
        },
      },
      problems: [],
    });
  });

  it('is a table in pyproject.toml', () => {
    const text =
      '[project]\nname = "x"\n[tool.carbon-hints]\npue = 1.2\n[tool.carbon-hints.rules.rule-a]\nmin-epochs = 3\n';
    assert.deepEqual(parsePyproject(text, RULES).settings, {
      pue: 1.2,
      rules: { 'rule-a': { severity: 'default', options: { 'min-epochs': 3 } } },
    });
    assert.deepEqual(parsePyproject('[project]\nname = "x"', RULES), { settings: null, problems: [] });
    assert.deepEqual(parsePyproject('tool = 3', RULES), { settings: null, problems: [] });
  });

  it('applies what is right beside what is wrong', () => {
    const { settings } = read('pue = 0\nhours = 2\n[rules]\nrule-a = "loud"\nrule-b = "hint"');
    assert.equal(settings?.hours, 2);
    assert.equal(settings.pue, undefined);
    assert.equal(settings.rules?.['rule-b']?.severity, 'hint');
  });
});

describe('problems', () => {
  it('name absurd values with their line', () => {
    for (const value of ['0', '-1', '0.5', '1e30', 'nan', 'inf', '"1.2"', '[1]', '{}', '2026-01-01']) {
      assert.match(problems(`region = "FRA"\npue = ${value}`)[0] ?? '', /^2: "pue" must be a number from 1 to 5, not /);
    }
    for (const value of ['0', '-3', '1e30', 'nan']) {
      assert.match(problems(`hours = ${value}`)[0] ?? '', /^1: "hours" must be a number of hours above 0/);
    }
    assert.match(
      problems('[rules]\nrule-a = { min-epochs = 0 }')[0] ?? '',
      /^2: "rules.rule-a.min-epochs" must be a number from 1/,
    );
    assert.match(problems('region = ""')[0] ?? '', /must be a text that is not empty/);
    assert.match(problems('exclude = "a"')[0] ?? '', /must be a list of glob patterns, not "a"/);
  });

  it('suggest the nearest name', () => {
    assert.deepEqual(problems('minimum-severty = "hint"'), [
      '1: there is no key "minimum-severty"; did you mean "minimum-severity"?',
    ]);
    assert.deepEqual(problems('\n[rules]\nrule-c = "off"'), ['3: there is no rule "rule-c"; did you mean "rule-a"?']);
    assert.deepEqual(problems('[rules.rule-a]\nmin-epoch = 3'), [
      '2: there is no option "min-epoch"; did you mean "min-epochs"?',
    ]);
    assert.equal(read('minimum-severity = "warn"').problems[0]?.suggestion, null);
    assert.equal(read('minimum-severity = "warnin"').problems[0]?.suggestion, 'warning');
  });

  it('place what stands in an inline table or under a quoted key', () => {
    const text = 'rules = { rule-a = "off", rule-x = "off" }';
    assert.equal(read(text).problems[0]?.offset, text.indexOf('rule-x'));
    assert.match(problems('"pue" = 0')[0] ?? '', /^1: /);
  });

  it('say where a file is not TOML', () => {
    assert.match(problems('pue = 1\nhours == 2')[0] ?? '', /^2: the file is not valid TOML: /);
    assert.deepEqual(read('pue = ').settings, null);
  });

  it('are none for an empty file or one with a byte order mark', () => {
    assert.deepEqual(read(''), { settings: {}, problems: [] });
    assert.deepEqual(read('\uFEFFpue = 2\r\n').settings, { pue: 2 });
  });
});
