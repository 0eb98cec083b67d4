/** What the packager and the marketplace ask of package.json and its companions, checked before they do. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/package';

interface Manifest {
  readonly [key: string]: unknown;
  readonly version: string;
  readonly icon: string;
  readonly main: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly activationEvents: readonly string[];
}

const text = (name: string): string => readFileSync(join(root, name), 'utf8');
const manifest = JSON.parse(text('package.json')) as Manifest;

describe('package.json', () => {
  it('has a version that the changelog describes', () => {
    assert.match(manifest.version, /^\d+\.\d+\.\d+$/);
    assert.ok(text('CHANGELOG.md').includes(`## ${manifest.version}`));
  });

  it('has entry points that exist after a build', () => {
    for (const entry of [manifest.main, ...Object.values(manifest.bin)])
      assert.ok(existsSync(join(root, entry)), entry);
  });

  it('activates for Python, notebooks and its own page only', () => {
    assert.deepEqual(manifest.activationEvents, [
      'onLanguage:python',
      'onLanguage:yaml',
      'onNotebook:jupyter-notebook',
      'onNotebook:interactive',
      'onWebviewPanel:carbonHints.dashboard',
    ]);
  });

  it('does not use a newer API than the oldest VS Code it promises', () => {
    const floor = manifest.engines.vscode.replace('^', '').split('.').map(Number);
    const types = manifest.devDependencies['@types/vscode']!.split('.').map(Number);
    assert.deepEqual(types.slice(0, 2), floor.slice(0, 2));
  });

  it('selects files by .vscodeignore alone', () => {
    assert.ok(existsSync(join(root, '.vscodeignore')));
    assert.equal(manifest['files'], undefined);
  });

  it('names no host that nobody controls', () => {
    for (const field of ['repository', 'homepage', 'bugs']) assert.equal(manifest[field], undefined, field);
  });

  it('has no runtime dependency, because everything is bundled', () => {
    assert.equal(manifest['dependencies'], undefined);
  });

  it('pins every development dependency exactly', () => {
    for (const [name, version] of Object.entries(manifest.devDependencies)) assert.match(version, /^\d/, name);
  });

  it('runs nothing when it is installed', () => {
    const scripts = Object.keys(manifest['scripts'] as object);
    for (const hook of ['preinstall', 'install', 'postinstall', 'prepare']) assert.ok(!scripts.includes(hook), hook);
  });

  it('gives every %key% a text, and uses every text', () => {
    const texts = JSON.parse(text('package.nls.json')) as Record<string, string>;
    const used = new Set([...text('package.json').matchAll(/"%([^%"]+)%"/g)].map((match) => match[1]!));
    assert.deepEqual(
      [...used].filter((key) => texts[key] === undefined),
      [],
    );
    assert.deepEqual(
      Object.keys(texts).filter((key) => !used.has(key)),
      [],
    );
  });
});

describe('the icon', () => {
  it('is a PNG of 128 by 128', () => {
    const bytes = readFileSync(join(root, manifest.icon));
    assert.equal(bytes.subarray(0, 8).toString('hex'), '89504e470d0a1a0a');
    assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [128, 128]);
  });
});

describe('README.md and CHANGELOG.md', () => {
  for (const name of ['README.md', 'CHANGELOG.md']) {
    it(`${name} has only images that the marketplace accepts`, () => {
      const images = [...text(name).matchAll(/!\[[^\]]*\]\(([^)\s]+)|<img[^>]*src="([^"]+)"/g)];
      for (const [, markdown, html] of images) {
        const target = markdown ?? html ?? '';
        assert.ok(!target.endsWith('.svg') && !target.startsWith('http:'), target);
      }
    });

    it(`${name} links only to files that exist`, () => {
      for (const [, target] of text(name).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)) {
        assert.ok(existsSync(join(root, target!)), target);
      }
    });
  }
});

describe('LICENSE', () => {
  it('is the licence that package.json names', () => {
    assert.equal(manifest['license'], 'MIT');
    assert.match(text('LICENSE'), /^MIT License\n/);
  });
});
