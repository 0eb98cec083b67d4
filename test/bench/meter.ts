/** What the meter costs: CPU time of `carbon-hints power` and the tools it runs, between two moments, on Linux. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuSeconds } from './process-times';
import { report, root } from './setting';

/** Share of one core in percent, start-up left out. */
async function measure(interval: number, duration: number): Promise<number> {
  const args = [join(root, 'dist', 'cli.js'), 'power', '--interval', String(interval), '--format', 'json'];
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  try {
    await sleep(6000);
    const [before, start] = [cpuSeconds(child.pid ?? 0), performance.now()];
    await sleep(duration * 1000);
    if (child.exitCode !== null) throw new Error(`carbon-hints power ended with ${child.exitCode}`);
    return (100 * 1000 * (cpuSeconds(child.pid ?? 0) - before)) / (performance.now() - start);
  } finally {
    child.kill();
  }
}

async function main(): Promise<void> {
  if (process.platform !== 'linux') {
    console.log('meter cost: measured on Linux only, where /proc tells the CPU time of a process');
    return;
  }
  report('meter, one sample in 10 s (nothing training)', await measure(10, 120), '% of a core', 0.1);
  report('meter, one sample a second (training)', await measure(1, 60), '% of a core', 0.5);
}

void main();
