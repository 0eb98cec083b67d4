/** Miniature training scripts as their authors would write them, and the published runs that each stands for. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { joinCells } from '../../src/core/text/notebook/module';
import { parseNotebook } from '../../src/core/text/notebook/parse';
import type { Workload } from '../../src/core/model/workload';
import { modelOf } from '../support/model';
import type { PublishedRun } from './published';

const FOLDER = join(__dirname, 'scripts');

/** One line of scripts/table.txt. */
export interface ScriptRun {
  readonly script: string;
  readonly run: PublishedRun;
  /** The script after what its user changes for this run. */
  readonly text: string;
}

/** The scripts with the runs they stand for; a change that matches nothing is an error. */
export function scriptRuns(runs: readonly PublishedRun[]): readonly ScriptRun[] {
  const byId = new Map(runs.map((run) => [run.id, run]));
  return readFileSync(join(FOLDER, 'table.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [script = '', id = '', ...changes] = line.split(' | ');
      const run = byId.get(id);
      if (run === undefined) throw new Error(`${script}: no run ${id}`);
      return { script, run, text: changes.reduce((text, change) => changed(text, change, line), sourceOf(script)) };
    });
}

function changed(text: string, change: string, line: string): string {
  const [before = '', after = ''] = change.split('=>').map((part) => part.replace(/\\n/g, '\n'));
  if (!text.includes(before)) throw new Error(`${line}: nothing matches '${before}'`);
  return text.replaceAll(before, after);
}

/** The Python text; of a notebook, its cells as one module. */
function sourceOf(script: string): string {
  const text = readFileSync(join(FOLDER, script), 'utf8');
  if (!script.endsWith('.ipynb')) return text;
  const parsed = parseNotebook(text);
  if (parsed.kind === 'error') throw new Error(`${script}: ${parsed.message}`);
  return joinCells(parsed.notebook.cells).text;
}

/** What the text of a script says; it has one training run. Call `loadParser` first. */
export function workloadIn({ script, text }: ScriptRun): Workload {
  const kind = script.endsWith('.ipynb') ? 'notebook' : 'module';
  const { workloads } = modelOf(text, { path: script, kind });
  const [only, ...others] = workloads;
  if (only === undefined || others.length > 0) throw new Error(`${script}: ${workloads.length} workloads`);
  return only;
}
