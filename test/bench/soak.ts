/** The meter for half an hour and more: CPU share, wake-ups and memory of `carbon-hints power`, on Linux. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuSeconds, residentMegabytes, wakeUps } from './process-times';
import { report, root } from './setting';

const MINUTES = Number(process.env['SOAK_MINUTES'] ?? 30);
/** Node warms up and settles. */
const WARM_UP = 60_000;
const SAMPLE = 15_000;

interface Soaked {
  readonly title: string;
  readonly child: ChildProcess;
  readonly start: { readonly cpu: number; readonly wakeUps: number; readonly at: number };
  readonly memory: number[];
}

async function begin(title: string, interval: number): Promise<Soaked> {
  const args = [join(root, 'dist', 'cli.js'), 'power', '--interval', String(interval), '--format', 'json'];
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  await sleep(WARM_UP);
  const pid = child.pid ?? 0;
  return { title, child, start: { cpu: cpuSeconds(pid), wakeUps: wakeUps(pid), at: performance.now() }, memory: [] };
}

/** Growth is told from the least memory in the first and in the last third: garbage comes and goes. */
function tell({ title, child, start, memory }: Soaked): void {
  if (child.exitCode !== null) throw new Error(`${title}: the meter ended with ${child.exitCode}`);
  const [pid, seconds] = [child.pid ?? 0, (performance.now() - start.at) / 1000];
  const third = Math.max(1, Math.floor(memory.length / 3));
  const [first, last] = [Math.min(...memory.slice(0, third)), Math.min(...memory.slice(-third))];
  const budget = title.includes('training') ? 0.5 : 0.1;
  report(
    `${title}: CPU over ${Math.round(seconds / 60)} min`,
    (100 * (cpuSeconds(pid) - start.cpu)) / seconds,
    '% of a core',
    budget,
  );
  console.log(`${title}: ${((wakeUps(pid) - start.wakeUps) / seconds).toFixed(1)} wake-ups a second`);
  console.log(`${title}: memory ${first.toFixed(1)} MB in the first third, ${last.toFixed(1)} MB in the last`);
}

async function main(): Promise<void> {
  if (process.platform !== 'linux') {
    console.log('soak: measured on Linux only, where /proc tells of a process');
    return;
  }
  const soaked = await Promise.all([begin('meter, 1 Hz (training)', 1), begin('meter, 0.1 Hz (idle)', 10)]);
  try {
    const end = performance.now() + MINUTES * 60_000;
    while (performance.now() < end) {
      await sleep(SAMPLE);
      for (const { child, memory } of soaked) memory.push(residentMegabytes(child.pid ?? 0));
    }
    soaked.forEach(tell);
  } finally {
    for (const { child } of soaked) child.kill();
  }
}

void main();
