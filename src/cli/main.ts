/** The `carbon-hints` command. */
import { processIo } from './io';
import { runCommandLine } from './program';

void runCommandLine(process.argv.slice(2), processIo()).then((code) => {
  process.exitCode = code;
});
