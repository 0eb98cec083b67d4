/** Memory growth after 10,000 edits of a 2,000-line file; run with --expose-gc. */
import { benchEngine, config, context, report } from './setting';
import { random, trainingCode } from './training-code';

const EDITS = 10_000;
/** Enough for the compiler and the heap to settle. */
const WARM_UP = 1000;

function collectGarbage(): void {
  if (!globalThis.gc) throw new Error('run with --expose-gc');
  for (let round = 0; round < 3; round += 1) globalThis.gc();
}

function megabytes(): { resident: number; heap: number; buffers: number } {
  collectGarbage();
  const { rss, heapUsed, arrayBuffers, external } = process.memoryUsage();
  return { resident: rss / 1e6, heap: heapUsed / 1e6, buffers: (arrayBuffers + external) / 1e6 };
}

async function main(): Promise<void> {
  const engine = await benchEngine();
  const { text, typingPlaces } = trainingCode(2000, 3);
  const draw = random(4);
  engine.open('train.py', { kind: 'module', text }, { path: 'train.py' });
  const edit = (): void => {
    const at = typingPlaces[Math.floor(draw() * typingPlaces.length)] ?? 0;
    engine.edit('train.py', [{ span: { start: at, end: at }, newText: 'x' }]);
    engine.analyse('train.py', config, context);
    engine.edit('train.py', [{ span: { start: at, end: at + 1 }, newText: '' }]);
    engine.analyse('train.py', config, context);
  };
  for (let count = 0; count < WARM_UP; count += 2) edit();
  const before = megabytes();
  for (let count = 0; count < EDITS; count += 2) edit();
  const after = megabytes();
  const note = `heap ${(after.heap - before.heap).toFixed(2)} MB, buffers ${(after.buffers - before.buffers).toFixed(2)} MB`;
  report(`memory growth after ${EDITS} edits of 2,000 lines`, after.resident - before.resident, 'MB', 10, note);
  engine.dispose();
}

void main();
