/** The `carbon-hints` command, and what its threads run. */
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { readTablesWith } from '../data/table';
import { tablesIn } from '../host/node-tables';
import { tablesFolder } from './assets';
import { processIo } from './io';
import { runCommandLine } from './program';
import type { Order } from './threads/crew';

readTablesWith(tablesIn(tablesFolder()));
if (isMainThread) {
  void runCommandLine(process.argv.slice(2), processIo()).then((code) => {
    process.exitCode = code;
  });
} else if (parentPort) {
  const port = parentPort;
  void import('./threads/worker').then(({ serve }) => serve(port, workerData as Order));
}
