/** Appends lines to a history without end, and says of each that it is written; a program of its own, to be killed. */
import { writeSync } from 'node:fs';
import { nodeFiles } from '../../../src/host/node-files';

const [, , history = '', name = ''] = process.argv;

async function main(): Promise<void> {
  // Killed from here on.
  writeSync(1, 'ready\n');
  for (let count = 0; ; count += 1) {
    const id = `${name}-${count}`;
    const padding = 'x'.repeat((count * 977) % 5000);
    const line = {
      schema: 1,
      id,
      at: '2026-01-01T00:00:00Z',
      machine: 'V100',
      hours: 1,
      exit: 0,
      script: null,
      padding,
    };
    if (await nodeFiles.appendLine(history, JSON.stringify(line))) writeSync(1, `${id}\n`);
  }
}

void main();
