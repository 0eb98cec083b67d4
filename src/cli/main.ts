/** The `carbon-hints` command. */
import { readTablesWith } from '../data/table';
import { tablesIn } from '../host/node-tables';
import { tablesFolder } from './assets';
import { processIo } from './io';
import { runCommandLine } from './program';

readTablesWith(tablesIn(tablesFolder()));
void runCommandLine(process.argv.slice(2), processIo()).then((code) => {
  process.exitCode = code;
});
