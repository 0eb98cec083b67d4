/** Runs inside the extension host: works in the editor until the soak ends, and notes memory and findings each minute. */
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';
import type { CarbonHintsApi } from '../../../src/vscode/api';
import { Person, RENAMED } from './person';
import { append, eventsIn, type Memory, type Plan, planVariable } from './record';
import { differences, published } from './rest';

const NOTEBOOK = 'explore.ipynb';
const MINUTE = 60_000;
/** Minutes between two measurements after a collection of garbage, which a user's editor would not be told to make. */
const COLLECT = 10;

export async function run(): Promise<void> {
  const plan = JSON.parse(process.env[planVariable] ?? '{}') as Plan;
  try {
    await live(plan);
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    append(plan.record, { kind: 'failed', message });
  }
}

async function live(plan: Plan): Promise<void> {
  const life = eventsIn(plan.record).filter(({ kind }) => kind === 'life').length;
  const host = `VS Code ${vscode.version}, Node ${process.versions.node}`;
  append(plan.record, { kind: 'life', host, at: Date.now() });
  const soak = await begin(plan, life);
  const end = plan.lives[life] ?? 0;
  for (let minute = 1; Date.now() < end; minute += 1) {
    const next = Math.min(end, Date.now() + MINUTE);
    while (Date.now() < next) await noting(plan, () => soak.person.step());
    await noting(plan, () => soak.rest(minute));
  }
  if (life + 1 < plan.lives.length) return void vscode.commands.executeCommand('workbench.action.reloadWindow');
  append(plan.record, { kind: 'done', actions: soak.person.counts, warnings: soak.api.warnings });
}

/** One thing that went wrong does not end a soak of hours. */
async function noting(plan: Plan, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    append(plan.record, {
      kind: 'trouble',
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
}

interface Soak {
  readonly person: Person;
  readonly api: CarbonHintsApi;
  /** Lets the extension come to rest, compares what it shows with a fresh check, and notes the memory. */
  rest(minute: number): Promise<void>;
}

async function begin(plan: Plan, life: number): Promise<Soak> {
  const extension = vscode.extensions.getExtension<CarbonHintsApi>('carbon-hints.carbon-hints');
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (!extension || !folder) throw new Error('the extension or the folder is not there');
  const api = await extension.activate();
  const files = readdirSync(folder.fsPath).filter((file) => file.endsWith('.py'));
  const original = new Map(
    files.map((file) => [nameOf(file), readFileSync(path.join(folder.fsPath, file), 'utf8')] as const),
  );
  const person = new Person(folder, [...original.keys()].sort(), NOTEBOOK, plan.seed + life);
  let edits = 0;
  vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (document.languageId === 'python') edits += contentChanges.length > 0 ? 1 : 0;
  });
  const rest = async (minute: number): Promise<void> => {
    append(plan.record, { kind: 'sample', life, at: Date.now(), edits, ...memory() });
    await vscode.workspace.saveAll();
    await api.idle();
    const shown = published(folder);
    append(plan.record, {
      kind: 'check',
      findings: shown.length,
      differences: await differences(plan.cli, folder, shown),
    });
    if (minute % COLLECT === 0) {
      collect();
      append(plan.record, { kind: 'collected', life, at: Date.now(), edits, ...memory() });
    }
    await person.prune(original);
  };
  return { person, api, rest };
}

const nameOf = (file: string): string => (file.startsWith(RENAMED) ? file.slice(RENAMED.length) : file);

function memory(): Memory {
  const { rss, heapUsed, external } = process.memoryUsage();
  const [resident = 0, heap = 0, outside = 0] = [rss, heapUsed, external].map((bytes) => bytes / 1024 / 1024);
  return { resident, heap, external: outside };
}

/** The host was not started with a way to collect garbage; V8 gives one to contexts that are made after the flag is set. */
function collect(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
