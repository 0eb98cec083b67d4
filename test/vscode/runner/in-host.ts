/** Entry for a test bundle inside the extension host: gives it Mocha, runs it, and leaves a record for the starter. */
import Mocha from 'mocha';
import * as vscode from 'vscode';
import { failures, resultVariable, runAndRecord, writeRecord } from './result';

/**
 * Runs the tests that `load` defines with `describe` and `it`. Rejects when any fails. For an `index.ts`:
 * `export const run = () => runInHost(async () => { await import('./fixes.test'); });`
 */
export async function runInHost(load: () => Promise<void>): Promise<void> {
  const file = process.env[resultVariable];
  if (file === undefined) throw new Error(`${resultVariable} does not name a file for the record.`);
  const host = `VS Code ${vscode.version}, Node ${process.versions.node}`;
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000 });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  try {
    await load();
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    writeRecord(file, {
      schema: 1,
      host,
      tests: [{ title: 'loading', state: 'failed', durationMs: 0, error: reason }],
    });
    throw error;
  }
  const failed = failures(await runAndRecord(mocha, host, file));
  if (failed.length > 0)
    throw new Error(`${failed.length} tests failed: ${failed.map((test) => test.title).join('; ')}`);
}
