/** Addresses of a served workbench. */
import * as assert from 'node:assert/strict';
import { addressOf } from '../../../scripts/vscode/address';
import type { Server } from '../../../scripts/vscode/server';

const server: Server = { port: 8123, log: '', userData: '', stop: () => Promise.resolve() };

describe('addressOf', () => {
  it('is short and readable for a folder', () => {
    assert.equal(
      addressOf(server, { folder: '/home/ada/my models' }),
      'http://127.0.0.1:8123/?folder=/home/ada/my%20models',
    );
  });

  it('keeps characters that mean something in an address inside the path', () => {
    const { searchParams } = new URL(addressOf(server, { folder: '/data/a&b#c?d+e' }));
    assert.equal(searchParams.get('folder'), '/data/a&b#c?d+e');
  });

  it('names files by the host and port that the workbench knows them by', () => {
    const { searchParams } = new URL(
      addressOf(server, { folder: '/w', file: '/w/my train.py', tests: '/w/out/index.js' }),
    );
    assert.deepEqual(JSON.parse(searchParams.get('payload') ?? ''), [
      ['extensionTestsPath', 'vscode-remote://127.0.0.1:8123/w/out/index.js'],
      ['openFile', 'vscode-remote://127.0.0.1:8123/w/my%20train.py'],
    ]);
  });
});
