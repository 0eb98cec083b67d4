/** Files that are shared out to threads give the outcomes of one thread, in the same order, also when a thread ends early. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { buildSync, type BuildOptions } from 'esbuild';
import type { ReportError } from '../../../src/report/report';
import type { ScanFile } from '../../../src/cli/scan/scan';
import { scanInThreads, threadsFor, threadOf, type Found } from '../../../src/cli/threads/crew';
import { temporaryFolder, type Folder } from './folder';

const ROOT = join(__dirname, '..', '..', '..');
const FILES = 70;

/** Bundles the command as it is shipped, two folders deep, from where it finds the parser in the source tree. */
function bundled(): string {
  const outfile = join(ROOT, '.cache', 'test', `threads-${process.pid}.js`);
  const define = { 'import.meta.url': 'moduleUrl' };
  const banner = { js: 'const moduleUrl=require("node:url").pathToFileURL(__filename).href;' };
  const entryPoints = [join(ROOT, 'src', 'cli', 'main.ts')];
  const options: BuildOptions = { platform: 'node', format: 'cjs', target: 'node20', mainFields: ['module', 'main'] };
  buildSync({ ...options, entryPoints, outfile, bundle: true, define, banner, logLevel: 'error' });
  return outfile;
}

const ANSWERS = `const { parentPort } = require('node:worker_threads');
parentPort.on('message', (files) => parentPort.postMessage({ outcomes: files.map((file) => ({ file, findings: [] })), problems: [] }));`;
const DIES = `require('node:worker_threads').parentPort.on('message', () => { throw new Error('out of memory'); });`;
const LEAVES = `require('node:worker_threads').parentPort.on('message', () => process.exit(0));`;

const stub = (script: string): Worker => new Worker(script, { eval: true });

const fileAt = (root: string, at: number): ScanFile => {
  const shown = `f${at}.py`;
  return { path: join(root, shown), shown, inProject: shown, root };
};

async function shownOf(found: AsyncIterable<Found>): Promise<{ shown: string[]; problems: ReportError[] }> {
  const all = { shown: [] as string[], problems: [] as ReportError[] };
  for await (const { outcomes, problems } of found) {
    all.shown.push(...outcomes.map(({ file, findings }) => `${file.shown} ${findings.map((one) => one.rule).join()}`));
    all.problems.push(...problems);
  }
  return all;
}

describe('threads', () => {
  const files = Array.from({ length: FILES }, (_, at) => fileAt('/x', at));
  const expected = files.map(({ shown }) => `${shown} `);
  const alone = (some: readonly ScanFile[]): Promise<Found> =>
    Promise.resolve({
      outcomes: some.map((file) => ({ file, parsed: false, findings: [], errors: [], notices: [] })),
      problems: [],
    });

  it('are not started for a few files, nor on one core', () => {
    assert.deepEqual([threadsFor(150, 8), threadsFor(200, 8), threadsFor(9999, 8), threadsFor(9999, 1)], [0, 2, 8, 0]);
  });

  for (const [what, script] of Object.entries({
    'all of which live': ANSWERS,
    'one of which dies': DIES,
    'one of which leaves': LEAVES,
  }))
    it(`keep the order of the files, ${what}`, async () => {
      const { shown } = await shownOf(scanInThreads(files, [stub(ANSWERS), stub(script)], alone));
      assert.deepEqual(shown, expected);
    });

  it('pass on what fails here as well', async () => {
    const fails = (): Promise<Found> => Promise.reject(new Error('no parser'));
    await assert.rejects(shownOf(scanInThreads(files, [stub(DIES)], fails)), /no parser/);
  });
});

const SEARCH = `from sklearn.model_selection import GridSearchCV
from sklearn.svm import SVC
grid = {"C": [0.1, 1, 10, 100], "gamma": [0.1, 0.01, 0.001], "kernel": ["rbf", "poly"]}
GridSearchCV(SVC(), grid, cv=5).fit(x, y)
`;

describe('a thread of the command', () => {
  let folder: Folder;
  let script: string;
  before(() => {
    folder = temporaryFolder();
    script = bundled();
  });
  after(() => {
    folder.remove();
    rmSync(script);
  });

  it('finds what the command finds, and says what is wrong in the configuration once', async () => {
    folder.write('carbon-hints.toml', 'region = "nowhere"\n');
    for (let at = 0; at < 20; at += 1) folder.write(`f${at}.py`, at % 3 === 0 ? SEARCH : 'x = 1\n');
    const some = Array.from({ length: 20 }, (_, at) => fileAt(folder.path, at));
    const order = { cwd: folder.path, config: undefined, rules: [] };
    const never = (): Promise<Found> => Promise.reject(new Error('the thread ended'));
    const { shown, problems } = await shownOf(scanInThreads(some, [threadOf(script)(order)], never));
    const expected = some.map((one, at) => `${one.shown} ${at % 3 === 0 ? 'exhaustive-grid-search' : ''}`);
    assert.deepEqual(shown, expected);
    assert.equal(new Set(problems.map(({ message }) => message)).size, problems.length);
    assert.match(problems.map(({ message }) => message).join(), /nowhere/);
  }).timeout(60_000);
});
