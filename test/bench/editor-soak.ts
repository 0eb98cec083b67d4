/** The extension in a real VS Code for two hours, or for SOAK_MINUTES: memory of its host, and findings against a fresh check. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { addressOf } from '../../scripts/vscode/address';
import { launchBrowser } from '../../scripts/vscode/browser';
import { bundleForHost } from '../../scripts/vscode/bundle';
import { installServed } from '../../scripts/vscode/install';
import { outFolder, repository } from '../../scripts/vscode/paths';
import { startServer } from '../../scripts/vscode/server';
import { copySample } from '../../scripts/vscode/workspace';
import { faults, growth, table } from './editor/curve';
import { eventsIn, type Plan, planVariable } from './editor/record';
import { trainingCode } from './training-code';

const MINUTES = Number(process.env['SOAK_MINUTES'] ?? 120);
const SEED = Number(process.env['SEED'] ?? 1);
const LINES = 1000;
/** How long the host may take to start, to come to rest and to be checked before it counts as hung. */
const PATIENCE = 5 * 60_000;
/** The window is loaded again early, so that the last life is long enough to show a leak. */
const RELOADS = [0.06, 0.12];

function planned(record: string): Plan {
  const lives = [...RELOADS, 1].map((share) => Date.now() + share * MINUTES * 60_000);
  return { record, cli: join(repository, 'dist', 'cli.js'), seed: SEED, lives };
}

/** Until the host says that it is done, or says nothing for too long. */
async function watch(record: string): Promise<void> {
  for (let [seen, since] = [0, Date.now()]; Date.now() - since < PATIENCE; await sleep(1000)) {
    const events = eventsIn(record);
    if (events.some(({ kind }) => kind === 'done' || kind === 'failed')) return;
    if (events.length !== seen) [seen, since] = [events.length, Date.now()];
  }
}

async function soak(plan: Plan, probe: string): Promise<void> {
  const workspace = copySample();
  writeFileSync(join(workspace.folder, 'experiments.py'), trainingCode(LINES, SEED).text);
  const environment = { [planVariable]: JSON.stringify(plan) };
  const server = await startServer(await installServed('newest'), { name: 'editor-soak', environment });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.exposeFunction('codeAutomationLog', () => undefined);
    await page.exposeFunction('codeAutomationExit', () => undefined);
    await page.goto(addressOf(server, { folder: workspace.folder, extension: repository, tests: probe }));
    await watch(plan.record);
    await page.screenshot({ path: server.log.replace(/log$/, 'png') });
  } finally {
    await browser.close();
    await server.stop();
    workspace.remove();
  }
}

function tell(plan: Plan): void {
  const events = eventsIn(plan.record);
  for (const event of events) {
    if (event.kind === 'life') console.log(event.host);
    if (event.kind === 'done') console.log(`done in the last window: ${JSON.stringify(event.actions)}`);
  }
  console.log(`\n${table(events)}\n`);
  const grown = growth(events, plan.lives.length - 1);
  if (grown) console.log(`after a collection, least of the first and of the last third: ${JSON.stringify(grown)}`);
  const checks = events.filter((event) => event.kind === 'check');
  console.log(
    `${checks.length} times at rest, ${Math.max(...checks.map(({ findings }) => findings))} findings at most`,
  );
  const wrong = faults(events, plan);
  console.log(wrong.length === 0 ? 'always the findings of a fresh check' : wrong.join('\n'));
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

async function main(): Promise<void> {
  const folder = join(outFolder, 'soak');
  mkdirSync(folder, { recursive: true });
  const record = join(folder, 'editor.jsonl');
  rmSync(record, { force: true });
  const plan = planned(record);
  const probe = join(folder, 'in-host.js');
  await bundleForHost(join(__dirname, 'editor', 'in-host.ts'), probe);
  console.log(`${MINUTES} minutes, seed ${SEED}; the record grows in ${record}`);
  await soak(plan, probe);
  tell(plan);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
