/** One configuration from several places, and its JSON Schema. */
import assert from 'node:assert/strict';
import Ajv from 'ajv';
import { jsonSchema } from '../../../src/core/config/json-schema';
import { DEFAULT_CONFIG, mergeConfig } from '../../../src/core/config/merge';
import type { RuleMeta } from '../../../src/core/rules/rule';

describe('merging', () => {
  it('lets later places win and keeps the rest', () => {
    const config = mergeConfig(DEFAULT_CONFIG, { region: 'FRA', pue: 1.1 }, { region: 'DEU' });
    assert.deepEqual(config, { ...DEFAULT_CONFIG, region: 'DEU', pue: 1.1 });
  });

  it('merges rules by name and options by name', () => {
    const config = mergeConfig(
      DEFAULT_CONFIG,
      { rules: { a: { severity: 'hint', options: { x: 1 } }, b: { severity: 'off', options: {} } } },
      { rules: { a: { severity: 'default', options: { y: 2 } } } },
    );
    assert.deepEqual(config.rules, {
      a: { severity: 'hint', options: { x: 1, y: 2 } },
      b: { severity: 'off', options: {} },
    });
  });

  it('adds exclusions up', () => {
    assert.deepEqual(mergeConfig(DEFAULT_CONFIG, { exclude: ['a'] }, { exclude: ['a', 'b'] }).exclude, ['a', 'b']);
  });
});

describe('the JSON Schema', () => {
  const rule: RuleMeta = {
    id: 'rule-a',
    summary: 'Waste.',
    category: 'loop',
    severity: 'warning',
    frameworks: [],
    triggers: [],
    saving: { scope: 'train', low: null, typical: null, high: null, grade: 'N', source: 'not quantified' },
    fixes: 'never',
    since: '0.1.0',
    options: { 'min-epochs': { default: 20, minimum: 1, description: 'Epochs.' } },
  };
  const accepts = new Ajv().compile(jsonSchema([rule]));

  it('accepts what the reader accepts, and no more', () => {
    assert.ok(accepts({ region: 'FRA', pue: 1, hours: 1, exclude: [], 'minimum-severity': 'hint' }));
    assert.ok(accepts({ rules: { 'rule-a': 'default' } }));
    assert.ok(accepts({ rules: { 'rule-a': { severity: 'off', 'min-epochs': 5 } } }));
    for (const wrong of [
      { pue: 0 },
      { hours: 0 },
      { colour: 1 },
      { rules: { x: 'off' } },
      { rules: { 'rule-a': { 'min-epochs': 0 } } },
    ]) {
      assert.ok(!accepts(wrong), JSON.stringify(wrong));
    }
  });
});
