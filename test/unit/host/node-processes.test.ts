/** Processes on Node: lines as they come, nothing unbounded, nothing left behind, and every failure a value. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { millis } from '../../../src/core/units/quantity';
import { NodeProcesses } from '../../../src/host/node-processes';

const NODE = process.execPath;

async function linesOf(lines: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const line of lines) found.push(line);
  return found;
}

describe('long-lived processes', () => {
  let processes: NodeProcesses;
  beforeEach(() => (processes = new NodeProcesses(['/somebody/workspace'])));
  afterEach(() => processes.dispose());

  const start = (script: string): ReturnType<NodeProcesses['start']> => processes.start(NODE, ['-e', script]);

  it('give their output by line, whatever the line ends', async () => {
    const child = start('process.stdout.write("one\\ntwo\\r\\nthr"); setTimeout(() => process.stdout.write("ee"), 20)');
    assert.deepEqual(await linesOf(child.lines), ['one', 'two', 'three']);
    assert.deepEqual(await child.exit, { code: 0, stderr: '' });
  });

  it('drop a line without end instead of keeping it', async () => {
    const child = start('process.stdout.write("a\\n" + "x".repeat(1e6) + "\\nb\\n")');
    assert.deepEqual(await linesOf(child.lines), ['a', 'b']);
  });

  it('wait for a reader that is slow, instead of filling memory', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'carbon-hints-lines-')), 'written');
    const script = `let n = 0; const more = () => { n += 1000; require('fs').writeFileSync(${JSON.stringify(file)}, String(n));
      process.stdout.write('x'.repeat(999) + '\\n', () => setImmediate(more)); }; more();`;
    const child = start(script);
    const lines = child.lines[Symbol.asyncIterator]();
    await lines.next();
    let before = -1;
    for (let now = 0; now !== before; await new Promise((resolve) => setTimeout(resolve, 150))) {
      before = now;
      now = Number(readFileSync(file, 'utf8'));
    }
    assert.ok(before < 4_000_000, `${before} bytes written while one line was read`);
    child.kill();
    rmSync(dirname(file), { recursive: true });
  });

  it('end when killed, and their lines with them', async () => {
    const child = start('setInterval(() => console.log("tick"), 5)');
    const seen: string[] = [];
    for await (const line of child.lines) {
      seen.push(line);
      if (seen.length === 3) child.kill();
    }
    assert.equal((await child.exit).code, null);
    assert.deepEqual(seen.slice(0, 3), ['tick', 'tick', 'tick']);
  });

  it('end with the host', async () => {
    const child = start('setInterval(() => undefined, 1000)');
    processes.dispose();
    assert.equal((await child.exit).code, null);
  });

  it('say what they wrote to standard error, up to a limit', async () => {
    const child = start('process.stderr.write("e".repeat(1e6)); process.exitCode = 3');
    const { code, stderr } = await child.exit;
    assert.equal(code, 3);
    assert.equal(stderr.length, 8192);
  });

  it('do not run in the workspace', async () => {
    assert.deepEqual(await linesOf(start('console.log(process.cwd())').lines), [dirname(NODE)]);
  });

  for (const [what, path] of [
    ['is missing', '/no/such/tool'],
    ['is relative', 'node'],
    ['lies in the workspace', '/somebody/workspace/tool'],
  ] as const) {
    it(`fail as a value when the tool ${what}`, async () => {
      const child = processes.start(path, []);
      assert.deepEqual(await linesOf(child.lines), []);
      const { code, stderr } = await child.exit;
      assert.equal(code, null);
      assert.notEqual(stderr, '');
    });
  }

  it('tell their CPU time on Linux', async function () {
    if (process.platform !== 'linux') return;
    const child = start(
      'const end = Date.now() + 150; while (Date.now() < end); console.log("done"); setInterval(() => 0, 1000)',
    );
    await child.lines[Symbol.asyncIterator]().next();
    assert.ok((child.cpuTime?.() ?? 0) >= 20);
  });
});

describe('processes that run to the end', () => {
  const processes = new NodeProcesses([]);
  after(() => processes.dispose());

  it('give code and output', async () => {
    const result = await processes.run(
      NODE,
      ['-e', 'console.log(1); console.error(2); process.exitCode = 4'],
      millis(5000),
    );
    assert.deepEqual(result, { code: 4, stdout: '1\n', stderr: '2\n' });
  });

  it('are ended when they take too long', async () => {
    const result = await processes.run(NODE, ['-e', 'console.log(1); setInterval(() => 0, 1000)'], millis(300));
    assert.equal(result.code, null);
    assert.equal(result.stderr, 'no end after 300 ms');
  });

  it('fail as a value when there is no such tool', async () => {
    const { code, stderr } = await processes.run('/no/such/tool', [], millis(1000));
    assert.equal(code, null);
    assert.match(stderr, /ENOENT/);
  });

  it('get their arguments as they are, without a shell', async () => {
    const { stdout } = await processes.run(NODE, ['-p', 'process.argv[1]', '$(id); `id` && "x"'], millis(5000));
    assert.equal(stdout.trim(), '$(id); `id` && "x"');
  });
});

describe('the workspace', () => {
  it('holds no tool that could be started', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'carbon-hints-workspace-'));
    const tool = join(folder, 'nvidia-smi');
    writeFileSync(tool, '#!/bin/sh\necho fooled\n', { mode: 0o755 });
    const processes = new NodeProcesses([folder]);
    assert.equal((await processes.run(tool, [], millis(1000))).stdout, '');
    processes.dispose();
    rmSync(folder, { recursive: true });
  });
});
