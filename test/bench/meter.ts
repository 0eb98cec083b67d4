/** What the meter costs: CPU time of `carbon-hints power` and the tools it runs, between two moments, on Linux. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { report, root } from './setting';

/** The unit of /proc/PID/stat on every Linux that Node supports. */
const TICKS_PER_SECOND = 100;

interface ProcessTime {
  readonly pid: number;
  readonly parent: number;
  /** User and system time, that of ended children included, in seconds. */
  readonly seconds: number;
}

/** Undefined for a process that just ended. */
function processTime(pid: string): ProcessTime | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold spaces; fields are counted after it. See proc(5).
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + (fields[index] ?? 0), 0);
    return { pid: Number(pid), parent: fields[1] ?? 0, seconds: ticks / TICKS_PER_SECOND };
  } catch {
    return undefined;
  }
}

/** CPU seconds of a process and all below it. */
function cpuSeconds(root: number): number {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => processTime(pid) ?? []);
  const family = new Set([root]);
  for (let size = 0; size !== family.size;) {
    size = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  return all.filter(({ pid }) => family.has(pid)).reduce((sum, { seconds }) => sum + seconds, 0);
}

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
