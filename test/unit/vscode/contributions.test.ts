/** The manifest that is made from the adapter's data: complete texts, sensible scopes, no stray keys. */
import * as assert from 'node:assert/strict';
import { rules } from '../../../src/core/rules/registry';
import { contributions } from '../../../src/vscode/contributions';

interface Setting {
  readonly scope: string;
  readonly order: number;
  readonly markdownDescription: string;
}

const made = contributions(rules);
const json = JSON.stringify(made);
const sections = (made.contributes as { configuration: { properties: Record<string, Setting> }[] }).configuration;
const settings = Object.fromEntries(sections.flatMap(({ properties }) => Object.entries(properties)));

describe('contributions', () => {
  it('have a text for every placeholder', () => {
    const used = [...json.matchAll(/%([\w.-]+)%/g)].map(([, key]) => key ?? '');
    assert.deepEqual(
      used.filter((key) => made.nls[key] === undefined),
      [],
    );
  });

  it('have no text that nothing uses', () => {
    assert.deepEqual(
      Object.keys(made.nls).filter((key) => !json.includes(`%${key}%`)),
      [],
    );
  });

  it('have at most twenty settings', () => {
    assert.ok(Object.keys(settings).length <= 20);
  });

  it('give analysis settings to folders, and those of power and runs to the machine', () => {
    for (const [name, { scope }] of Object.entries(settings)) {
      assert.equal(scope, /^carbonHints\.(power|runs)\./.test(name) ? 'machine' : 'resource', name);
    }
  });

  it('offer a severity for every rule', () => {
    const known = settings['carbonHints.rules'] as unknown as { properties: object };
    assert.deepEqual(
      Object.keys(known.properties),
      rules.map(({ meta }) => meta.id),
    );
  });
});
