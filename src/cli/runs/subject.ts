/** What the command line knows of a command that it runs: its script in the project, and the one training run in it. */
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { commitOf } from '../../host/git-commit';
import { nodeFiles } from '../../host/node-files';
import { nvidiaBoards } from '../../host/node-gpus';
import { nodeMachine } from '../../host/node-machine';
import { scriptOf } from '../../power/runs/command/script';
import { machineName, subjectOf, type RunSubject } from '../../power/runs/subject';
import { namedFiles } from '../files/input';
import type { Io } from '../io';
import { measuredRuns } from '../measured-runs';
import { everyFile } from '../scan/load';
import { reported, scan } from '../scan/scan';
import { Settings } from '../settings';
import { Workplace } from '../workplace';

export const thisMachine = (): string => machineName({ cpuModel: nodeMachine.cpuModel, gpus: nvidiaBoards() });

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/** Null where the command names no script that is there. */
function scriptPath(command: readonly string[], cwd: string): string | null {
  const found = scriptOf(command)?.candidates.map((name) => resolve(cwd, name));
  return found?.find(isFile) ?? null;
}

/** `region` is what was typed. Never fails: of a script that cannot be analysed only the name is known. */
export async function lookAt(command: readonly string[], region: string | undefined, io: Io): Promise<RunSubject> {
  const nothing = { script: null, commit: null, workload: null, estimate: null, intensity: null };
  const machine = thisMachine();
  const path = scriptPath(command, io.cwd);
  if (path === null) return { ...nothing, machine };
  const input = namedFiles([path], io.cwd, () => false, everyFile);
  const [file] = input.files;
  const commit = await commitOf(nodeFiles, dirname(path));
  const known = { machine, commit, script: file?.inProject ?? null };
  // It runs here, whatever hardware it is meant for.
  const overrides = { hardware: null, ...(region === undefined ? {} : { region }) };
  const settings = new Settings(io.cwd, { file: undefined, rules: [], overrides });
  const history = await measuredRuns([], { ...io, err: () => undefined });
  const workplace = new Workplace(settings, input, history);
  let subject: RunSubject = { ...nothing, ...known };
  const visit = (document: Parameters<typeof reported>[0]): ReturnType<typeof reported> => {
    subject = subjectOf(document.analysis, known);
    return reported(document);
  };
  // What is wrong with the file or its configuration is for `check` to say.
  for await (const outcome of scan(input.files, workplace, visit, 'everything')) void outcome;
  await workplace.dispose();
  return subject;
}
