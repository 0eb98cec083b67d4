/** Memory growth after 10,000 edits of a 2,000-line file, and after saves of a file that it imports; run with --expose-gc. */
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

/** An imported file of 1,000 lines is saved again and again, with another text each time. */
async function savedImports(): Promise<void> {
  const engine = await benchEngine();
  const { text: library } = trainingCode(1000, 5);
  const { text } = trainingCode(300, 6);
  const save = (count: number): void => {
    const modules = [{ path: 'library.py', text: `${library}\n# ${count}\n` }];
    const importing = `${text}\nfrom library import Network2, train_1\n${LOOP}`;
    engine.open('train.py', { kind: 'module', text: importing }, { path: 'train.py', modules });
    engine.analyse('train.py', config, context);
  };
  for (let count = 0; count < 10; count += 1) save(count);
  const before = megabytes();
  for (let count = 10; count < 10 + SAVES; count += 1) save(count);
  const what = `heap growth after ${SAVES} saves of an imported file of 1,000 lines`;
  report(what, megabytes().heap - before.heap, 'MB', null);
  engine.dispose();
}

const SAVES = 80;
const LOOP = `
model = Network2().cuda()
for epoch in range(100):
    for inputs, targets in loader:
        loss = criterion(model(inputs.cuda()), targets)
        loss.backward()
        optimizer.step()
`;

async function main(): Promise<void> {
  await editedDocument();
  await savedImports();
}

async function editedDocument(): Promise<void> {
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
