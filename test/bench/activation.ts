/** Activation and first findings in a real extension host, on a file of 1,000 lines. */
import { measureActivation } from '../../scripts/vscode/measure-activation';
import { report } from './setting';

async function main(): Promise<void> {
  const { vscode, samples, activationMs, activateMs, firstFindingsMs } = await measureActivation(7, 1000);
  const note = `median of ${samples.length}, VS Code ${vscode}`;
  report('extension activation', activationMs, 'ms', 50, note);
  report('of which `activate` by itself', activateMs, 'ms', null, note);
  report('first findings after activation, 1,000 lines', firstFindingsMs, 'ms', 150, note);
}

void main();
