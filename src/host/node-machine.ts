/** What Node knows of this machine without running anything. */
import { readFileSync } from 'node:fs';
import { cpus, hostname, totalmem } from 'node:os';
import { millis } from '../core/units/quantity';
import type { Machine } from './ports';

const PLATFORMS = ['linux', 'darwin', 'win32'] as const;
/** The kernel reports CPU time to user space in ticks of 10 ms on every architecture (USER_HZ, proc(5)). */
const MILLIS_PER_TICK = 10;

const processors = cpus();

export const nodeMachine: Machine = {
  platform: PLATFORMS.find((platform) => platform === process.platform) ?? 'other',
  hostname: hostname(),
  cpuModel: processors[0]?.model.trim() || 'unknown',
  logicalCores: Math.max(1, processors.length),
  memoryBytes: totalmem(),
  cpuTimes: process.platform === 'linux' ? linuxCpuTimes : portableCpuTimes,
  ownCpuTime() {
    const { user, system } = process.cpuUsage();
    return millis((user + system) / 1000);
  },
};

/** `os.cpus()` reads a file for each core on Linux; one line of /proc/stat says the same. */
function linuxCpuTimes(): { busy: number; total: number } | undefined {
  try {
    return parseProcStat(readFileSync('/proc/stat', 'utf8'));
  } catch {
    return undefined;
  }
}

/** Columns of proc(5): user, nice, system, idle, iowait, irq, softirq; stolen time was another machine's. */
export function parseProcStat(text: string): { busy: number; total: number } | undefined {
  const line = /^cpu +(\d[\d ]*)$/m.exec(text)?.[1];
  const [user = 0, nice = 0, system = 0, idle, wait = 0, irq = 0, softirq = 0] = line?.split(' ').map(Number) ?? [];
  if (idle === undefined) return undefined;
  const busy = user + nice + system + irq + softirq;
  return { busy: busy * MILLIS_PER_TICK, total: (busy + idle + wait) * MILLIS_PER_TICK };
}

function portableCpuTimes(): { busy: number; total: number } | undefined {
  const sum = { busy: 0, total: 0 };
  for (const { times } of cpus()) {
    const busy = times.user + times.nice + times.sys + times.irq;
    sum.busy += busy;
    sum.total += busy + times.idle;
  }
  return sum.total > 0 ? sum : undefined;
}
