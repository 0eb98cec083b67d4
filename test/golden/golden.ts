/** Compares text with a stored file; `UPDATE_GOLDEN=1` writes it instead. */
import { strict as assert } from 'node:assert';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { version } from '../../package.json';

const ROOT = join(__dirname, '..', '..');
const STORE = join(__dirname, 'expected');

/** Removes what differs between machines and runs: places, the version, times. */
export function sanitised(text: string): string {
  return text
    .replaceAll(ROOT, '<root>')
    .replaceAll(version, '<version>')
    .replace(/"elapsedMs": ?\d+/g, '"elapsedMs": 0')
    .replace(/, [\d,]+ ms\)/g, ', 0 ms)')
    .replace(/ time="[\d.]+"/g, ' time="0"');
}

export function assertGolden(name: string, text: string): void {
  const path = join(STORE, name);
  const actual = sanitised(text);
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, actual);
    return;
  }
  assert.ok(existsSync(path), `${name} has no golden file; run with UPDATE_GOLDEN=1 and read what it writes`);
  assert.equal(actual, readFileSync(path, 'utf8'), `${name} changed; run with UPDATE_GOLDEN=1 if that is meant`);
}
