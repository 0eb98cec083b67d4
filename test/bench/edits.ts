/** Edit to fresh findings: one character typed inside a function, with exact edit positions, at 200 to 50,000 lines. */
import { benchEngine, config, context, percentile, report } from './setting';
import { random, trainingCode } from './training-code';

const WARM_UP = 30;

/** Lines, typed characters, and what 95 % of the edits may take at most. */
const LENGTHS: readonly (readonly [lines: number, samples: number, budget: number | null])[] = [
  [200, 250, null],
  [1000, 250, 5],
  [5000, 100, null],
  [10_000, 100, 15],
  // The most that is analysed is 50,000 lines.
  [49_900, 20, null],
];

/** Milliseconds of each edit together with its analysis. The typed character is removed again by the next edit. */
export async function timeEdits(lines: number, samples: number): Promise<{ times: number[]; findings: number }> {
  const engine = await benchEngine();
  const { text, typingPlaces } = trainingCode(lines, 1);
  const draw = random(2);
  engine.open('train.py', { kind: 'module', text }, { path: 'train.py' });
  let findings = engine.analyse('train.py', config, context).findings.length;
  const times: number[] = [];
  for (let index = 0; index < WARM_UP + samples; index += 1) {
    const at = typingPlaces[Math.floor(draw() * typingPlaces.length)] ?? 0;
    for (const change of [
      { span: { start: at, end: at }, newText: 'x' },
      { span: { start: at, end: at + 1 }, newText: '' },
    ]) {
      const start = performance.now();
      engine.edit('train.py', [change]);
      findings = engine.analyse('train.py', config, context).findings.length;
      if (index >= WARM_UP) times.push(performance.now() - start);
    }
  }
  engine.dispose();
  return { times, findings };
}

async function main(): Promise<void> {
  const only = process.env['BENCH_LINES']?.split(',').map(Number);
  for (const [lines, samples, budget] of LENGTHS.filter(([length]) => only?.includes(length) ?? true)) {
    const { times, findings } = await timeEdits(lines, samples);
    const what = `edit to findings, ${lines} lines`;
    report(`${what}, p50`, percentile(times, 0.5), 'ms', null, `${findings} findings in the file`);
    report(`${what}, p95`, percentile(times, 0.95), 'ms', budget);
    report(`${what}, p99`, percentile(times, 0.99), 'ms', null);
  }
}

void main();
