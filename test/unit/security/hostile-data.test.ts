/** Configuration and notebooks that were made to harm whoever reads them: a clear error, or nothing. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCarbonHintsToml, parsePyproject } from '../../../src/core/config/toml';
import { composeSource } from '../../../src/core/engine/compose';
import { readHistory } from '../../../src/core/estimate/calibration/import/history-read';
import { acceleratorOf } from '../../../src/core/text/notebook/accelerator';
import { parseNotebook } from '../../../src/core/text/notebook/parse';
import { readYaml } from '../../../src/host/yaml';

const RULES = [{ id: 'some-rule', options: {} }];

function notebook(metadata: string, cells = '[]') {
  const parsed = parseNotebook(`{"cells": ${cells}, "metadata": ${metadata}}`);
  assert.equal(parsed.kind, 'notebook');
  return parsed.notebook;
}

describe('hostile configuration', () => {
  it('changes nothing that all objects share', () => {
    const text =
      '__proto__.region = "FRA"\n[rules.__proto__]\nseverity = "off"\n[rules.constructor]\nseverity = "off"\n';
    const { settings, problems } = parseCarbonHintsToml(text, RULES);
    assert.deepEqual(settings, { rules: {} });
    assert.deepEqual(
      problems.map(({ message }) => message),
      ['there is no key "__proto__"', 'there is no rule "__proto__"', 'there is no rule "constructor"'],
    );
    assert.equal(({} as Record<string, unknown>)['region'], undefined);
  });

  it('is refused where it is nested too deeply', () => {
    const { settings, problems } = parsePyproject(`a = ${'['.repeat(50_000)}`, RULES);
    assert.equal(settings, null);
    assert.match(problems[0]?.message ?? '', /not valid TOML/);
  });

  it('sets no number that makes no sense', () => {
    const { settings, problems } = parseCarbonHintsToml('hours = inf\npue = 1e308\nregion = 1\n', RULES);
    assert.deepEqual([settings, problems.length], [{}, 3]);
  });

  it('is not unfolded where YAML refers to itself a billion times', () => {
    const levels = Array.from({ length: 30 }, (_, at) => `l${at + 1}: &l${at + 1} [${`*l${at},`.repeat(9)}]`);
    const node = readYaml(['l0: &l0 [x]', ...levels].join('\n'));
    assert.equal(node?.kind === 'map' && node.entries.length, 31);
    assert.ok(JSON.stringify(node).length < 100_000);
  });

  it('is nothing where YAML is nested too deeply, or names a type', () => {
    assert.equal(readYaml('['.repeat(5000)), undefined);
    const tagged = readYaml('a: !!js/function "function () { return 1 }"\n__proto__: 1\n');
    assert.deepEqual(tagged?.kind === 'map' && tagged.entries.map(({ key }) => key), ['a', '__proto__']);
    assert.ok(!JSON.stringify(tagged).includes('"value":{"value"'));
  });
});

describe('a hostile notebook', () => {
  it('has metadata that are only ever data', () => {
    const { metadata } = notebook('{"__proto__": {"accelerator": "GPU"}, "kaggle": {"__proto__": 1}, "colab": []}');
    assert.equal(acceleratorOf(metadata), null);
    assert.deepEqual(metadata, {});
    assert.equal(acceleratorOf({}), null);
  });

  it('names an accelerator with a text or not at all', () => {
    for (const value of ['1e999', '{"toString": 1}', '[["GPU"]]', 'null'])
      assert.equal(acceleratorOf(notebook(`{"accelerator": ${value}}`).metadata), null);
  });

  it('is refused where it is nested too deeply', () => {
    const parsed = parseNotebook(`{"cells": ${'['.repeat(200_000)}`);
    assert.match(parsed.kind === 'error' ? parsed.message : '', /nested too deeply|not valid JSON/);
  });

  it('has its code skipped where that is one line of five megabytes', () => {
    const cell = { cell_type: 'code', metadata: {}, outputs: [], source: `x = "${'a'.repeat(5_000_000)}"` };
    const { cells, metadata } = notebook('{}', JSON.stringify([cell]));
    const composed = composeSource({ kind: 'notebook', cells, metadata });
    assert.equal(composed.tooLarge, true);
    assert.match(composed.problems[0] ?? '', /^skipped: \d+ characters/);
  });
});

describe('a hostile history of runs', () => {
  it('has the lines that are none of it named', () => {
    const { lines, problems } = readHistory('{"__proto__": {"hours": 1}}\n{"hours": 1e999}\n[[[[\nnull\n');
    assert.deepEqual([lines.length, problems.length], [0, 4]);
  });
});

describe('the manifest', () => {
  const text = readFileSync(join(__dirname, '../../../package.json'), 'utf8');
  const { capabilities, contributes } = JSON.parse(text) as {
    capabilities: { untrustedWorkspaces: { supported: string; restrictedConfigurations: string[] } };
    contributes: { configuration: { properties: Record<string, { scope: string }> }[] };
  };
  const properties = contributes.configuration.flatMap((section) => Object.entries(section.properties));

  it('lets no workspace set what measures, records or asks another machine', () => {
    const own = properties.filter(([name]) => /\.(power|runs)\./.test(name));
    assert.ok(own.length >= 8);
    assert.deepEqual(
      own.filter(([, { scope }]) => scope !== 'machine'),
      [],
    );
  });

  it('ignores settings that name files or start tools where the workspace is not trusted', () => {
    const { supported, restrictedConfigurations } = capabilities.untrustedWorkspaces;
    assert.equal(supported, 'limited');
    for (const name of ['estimate.history', 'power.enabled', 'power.prometheus', 'runs.record'])
      assert.ok(restrictedConfigurations.includes(`carbonHints.${name}`), name);
  });

  it('has no setting that names a program to run', () => {
    assert.deepEqual(
      properties.filter(([name]) => /path|command|executable|binary|shell|args/i.test(name)),
      [],
    );
  });
});
