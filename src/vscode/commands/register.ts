/** Every command of the extension, bound to what does it. */
import { commands, Position, window, workspace, type Disposable, type Uri } from 'vscode';
import { fixAll } from '../actions/fix-all';
import { measureTraining } from '../actions/measure';
import { Disposables } from '../disposables';
import type { DashboardDoor } from '../dashboard/door';
import type { Analyser } from '../documents/analyser';
import type { MeasuredRuns } from '../estimates/measured-runs';
import { loadHistory } from '../lazy/load';
import type { Log } from '../log';
import { allRules } from '../pages/rules';
import type { Pages } from '../pages/pages';
import type { PowerItem } from '../power/item';
import { setHardware, setHours, setRegion } from './assumptions';
import { choose } from './choose';
import { explainEstimate, exportEstimate } from './estimates';
import { ignoreHere } from './ignore';
import { openSample } from './sample';
import { target } from './target';

export interface CommandContext {
  readonly analyser: Analyser;
  readonly log: Log;
  readonly pages: Pages;
  readonly power: PowerItem;
  readonly measured: MeasuredRuns;
  readonly dashboard: DashboardDoor;
  readonly extension: Uri;
  /** Of this extension. */
  readonly version: string;
}

export function registerCommands(context: CommandContext): Disposable {
  const disposables = new Disposables();
  const { analyser, pages, power } = context;
  const register = (name: string, run: (...args: unknown[]) => unknown): void => {
    disposables.add(commands.registerCommand(`carbonHints.${name}`, run));
  };
  register('analyse', (address) => analyseNow(analyser, address));
  register('fixAll', (address) => fixAllIn(analyser, address));
  register('measureTraining', (address) => measureTraining(analyser, target(address)));
  register('ignore', (address, rule, line, character, reason) =>
    ignoreHere(
      analyser,
      String(address),
      String(rule),
      new Position(Number(line), Number(character)),
      typeof reason === 'string' ? reason : undefined,
    ),
  );
  register('explainRule', (rule) => explain(pages, rule));
  register('showEstimate', (address, line) => explainEstimate(analyser, pages, address, line));
  register('exportEstimate', (address, line, format, destination) =>
    exportEstimate(analyser, context.version, { address, line, format, destination }),
  );
  register('setRegion', setRegion);
  register('setHardware', setHardware);
  register('setHours', setHours);
  register('openDashboard', () => context.dashboard.open());
  register('showPowerSources', () => power.showSensors());
  register('calibrateWall', () => power.calibrate());
  register('togglePower', () => togglePower());
  register('clearHistory', () => changeHistory(context, ({ clear }) => clear()));
  register('importHistory', (file) => changeHistory(context, ({ importRuns }) => importRuns(file)));
  register('exportHistory', async (format) => (await loadHistory()).exportRuns(context.version, format));
  register('openSettings', (query) =>
    commands.executeCommand('workbench.action.openSettings', typeof query === 'string' ? query : 'carbonHints'),
  );
  register('openSample', () => openSample(context.extension));
  register('showLog', () => context.log.show());
  return disposables;
}

type HistoryParts = Awaited<ReturnType<typeof loadHistory>>;

async function changeHistory(
  { measured }: CommandContext,
  change: (parts: HistoryParts) => Promise<boolean>,
): Promise<void> {
  if (await change(await loadHistory())) measured.refresh();
}

async function analyseNow(analyser: Analyser, address: unknown): Promise<void> {
  const uri = target(address);
  if (!uri) return;
  analyser.analyseNow(uri);
  await analyser.idle();
}

async function fixAllIn(analyser: Analyser, address: unknown): Promise<void> {
  const uri = target(address);
  if (!uri) return;
  const rounds = await fixAll(analyser, uri);
  if (rounds === 0) window.setStatusBarMessage('Carbon Hints: no safe fix in this file', 4000);
}

async function explain(pages: Pages, rule: unknown): Promise<void> {
  if (typeof rule === 'string') return pages.showRule(rule);
  const rules = await allRules();
  const choices = rules.map(({ id, summary }) => ({ label: id, detail: summary, value: id }));
  const chosen = await choose({ title: 'Explain a rule', placeholder: 'Rule', choices });
  if (chosen !== undefined) await pages.showRule(chosen);
}

async function togglePower(): Promise<void> {
  const configuration = workspace.getConfiguration('carbonHints');
  await configuration.update('power.enabled', configuration.get('power.enabled') !== true, true);
}
