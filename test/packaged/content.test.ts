/** What the packed VSIX holds: exactly what the extension loads, and nothing from the workshop. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, vsixPath } from '../../scripts/package';
import { entries } from './zip';

const rules = readdirSync(join(root, 'src', 'core', 'rules'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
  .map((entry) => entry.name);

const tables = readdirSync(join(root, 'src', 'data'), { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /(\.txt|NOTICE)$/.test(path));

/** The command line, and the extension with the parts that it loads on first need. */
const SCRIPTS = [
  'cli.js',
  'core.js',
  'dashboard.js',
  'extension.js',
  'history.js',
  'power.js',
  'shared.js',
  'webview/dashboard.js',
  'yaml.js',
];

const expected = [
  '[Content_Types].xml',
  'extension.vsixmanifest',
  'extension/LICENSE.txt',
  'extension/THIRD_PARTY_NOTICES.md',
  'extension/changelog.md',
  ...SCRIPTS.map((name) => `extension/dist/${name}`),
  'extension/dist/tree-sitter-python.wasm',
  'extension/dist/web-tree-sitter.wasm',
  'extension/dist/webview/dashboard.css',
  'extension/media/icon.png',
  'extension/media/sample/search_svm.py',
  'extension/package.json',
  'extension/package.nls.json',
  'extension/readme.md',
  'extension/schemas/carbon-hints.schema.json',
  ...tables.map((path) => `extension/dist/data/${path}`),
  ...rules.map((id) => `extension/dist/rules/${id}.md`),
  ...readdirSync(join(root, 'media', 'walkthrough')).map((name) => `extension/media/walkthrough/${name}`),
];

describe('the VSIX', () => {
  const packed = entries(vsixPath());

  it('holds exactly these files', () => {
    assert.deepEqual([...packed.keys()].sort(), expected.sort());
  });

  it('holds the scripts that were built last, without a link to a source map', () => {
    for (const name of SCRIPTS) {
      const script = packed.get(`extension/dist/${name}`)!.toString('utf8');
      assert.equal(script, readFileSync(join(root, 'dist', name), 'utf8'));
      assert.ok(!script.includes('sourceMappingURL'), name);
    }
  });

  it('holds the grammar unchanged', () => {
    const wasm = readFileSync(join(root, 'grammars', 'tree-sitter-python.wasm'));
    assert.ok(packed.get('extension/dist/tree-sitter-python.wasm')!.equals(wasm));
  });

  it('names no path of the machine that built it', () => {
    for (const name of SCRIPTS) {
      assert.ok(!packed.get(`extension/dist/${name}`)!.includes(root), name);
    }
  });
});
