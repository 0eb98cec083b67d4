/** The committed grammar and runtime are the ones of the pinned packages, byte for byte. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Checksum, grammarFiles, root, sha256 } from '../../../scripts/grammars';

const checksums = JSON.parse(readFileSync(join(root, 'grammars', 'checksums.json'), 'utf8')) as Record<
  string,
  Checksum
>;
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  devDependencies: Record<string, string>;
};
const readme = readFileSync(join(root, 'grammars', 'README.md'), 'utf8');

describe('grammars', () => {
  it('records one checksum for each file', () => {
    assert.deepEqual(Object.keys(checksums).sort(), grammarFiles.map(({ file }) => file).sort());
  });

  for (const { package: name, file } of grammarFiles) {
    describe(file, () => {
      it('has the recorded checksum', () => {
        assert.equal(sha256(join(root, 'grammars', file)), checksums[file]?.sha256);
      });

      it('is the file of the installed package', () => {
        assert.equal(sha256(join(root, 'node_modules', name, file)), checksums[file]?.sha256);
      });

      it('is of the version that package.json pins and the README names', () => {
        assert.equal(checksums[file]?.version, manifest.devDependencies[name]);
        const row = readme.split('\n').find((line) => line.includes(`\`${file}\``));
        assert.ok(row?.includes(`| ${checksums[file]?.version} `), row);
      });
    });
  }
});
