/** Runs every check that gates a change, in one command: `npm test`, or `npm test -- --only unit,lint` while working. */
import { selected, stages } from './test/stages';
import { runStages } from './test/run';

void runStages(selected(process.argv.slice(2), stages)).then((exitCode) => {
  process.exitCode = exitCode;
});
