/** What Linux says of a running process: CPU time, wake-ups and memory, with everything that it started. */
import { readdirSync, readFileSync } from 'node:fs';

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

function familyOf(root: number): readonly ProcessTime[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => processTime(pid) ?? []);
  const family = new Set([root]);
  for (let size = 0; size !== family.size;) {
    size = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  return all.filter(({ pid }) => family.has(pid));
}

/** CPU seconds of a process and all below it. */
export function cpuSeconds(root: number): number {
  return familyOf(root).reduce((sum, { seconds }) => sum + seconds, 0);
}

/** Times that a process and all below it, with all their threads, gave up a processor to wait. */
export function wakeUps(root: number): number {
  return familyOf(root)
    .flatMap(({ pid }) => threadsOf(pid).map((thread) => statusOf(`${pid}/task/${thread}`, 'voluntary_ctxt_switches')))
    .reduce((sum, switches) => sum + switches, 0);
}

/** Memory in megabytes that is in use now, by a process and all below it. */
export function residentMegabytes(root: number): number {
  return familyOf(root).reduce((sum, { pid }) => sum + statusOf(String(pid), 'VmRSS') / 1024, 0);
}

function threadsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function statusOf(path: string, field: string): number {
  try {
    const status = readFileSync(`/proc/${path}/status`, 'utf8');
    return Number(new RegExp(`^${field}:\\s*(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
