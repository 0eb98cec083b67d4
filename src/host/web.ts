/** The ports in a browser, where there are no files, no processes and no sensors: everything says so. */
import { millis } from '../core/units/quantity';
import type { Clock, Files, Host, Machine, Network, Processes } from './ports';
import { sleep } from './timer';

const unavailable = 'not available in a browser';

const files: Files = {
  readText: () => Promise.resolve(undefined),
  readTextSync: () => undefined,
  readBytes: () => Promise.resolve(undefined),
  list: () => Promise.resolve(undefined),
  exists: () => false,
  whyUnreadable: () => 'other',
  appendLine: () => Promise.resolve(false),
};

const processes: Processes = {
  find: () => Promise.resolve(undefined),
  start: () => ({
    lines: noLines(),
    exit: Promise.resolve({ code: null, stderr: unavailable }),
    kill: () => undefined,
  }),
  run: () => Promise.resolve({ code: null, stdout: '', stderr: unavailable }),
};

const network: Network = { getText: () => Promise.resolve({ why: unavailable }) };

const clock: Clock = {
  now: () => millis(performance.now()),
  wall: () => millis(Date.now()),
  sleep,
};

const machine: Machine = {
  platform: 'other',
  hostname: 'browser',
  cpuModel: 'unknown',
  logicalCores: 1,
  memoryBytes: 0,
  cpuTimes: () => undefined,
};

export function createWebHost(): Host {
  return { files, processes, network, clock, machine };
}

async function* noLines(): AsyncGenerator<string> {
  // No process, no lines.
}
