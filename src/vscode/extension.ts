/** Starts and stops the extension; everything heavy waits until a Python document needs it. */
import { Uri, workspace, type ExtensionContext } from 'vscode';
import { apiOf, type CarbonHintsApi } from './api';
import { registerCodeActions } from './actions/provider';
import { registerCommands } from './commands/register';
import { AnalysisEnvironment } from './configuration/environment';
import { publishConfigProblems } from './configuration/problems';
import { ProjectConfigs } from './configuration/project-configs';
import { estimateStyle, runMode } from './configuration/settings';
import { DiagnosticsPublisher } from './diagnostics/publisher';
import { Disposables } from './disposables';
import { Analyser } from './documents/analyser';
import { isVisible, trackDocuments } from './documents/tracker';
import { EngineLoader } from './engine-loader';
import { MeasuredRuns } from './estimates/measured-runs';
import { registerEstimates } from './estimates/providers';
import { registerHovers } from './hover/provider';
import { coreReadsTablesWith } from './lazy/load';
import { LanguageStatus } from './language-status';
import { Log } from './log';
import { startMeasuring } from './measuring';
import { Pages } from './pages/pages';
import { tablesIn } from '../host/node-tables';

export function activate({ extensionUri, extension, subscriptions }: ExtensionContext): CarbonHintsApi {
  const started = performance.now();
  const disposables = new Disposables();
  subscriptions.push(disposables);

  const tables = tablesIn(Uri.joinPath(extensionUri, 'dist', 'data').fsPath);
  coreReadsTablesWith(tables);
  const { version } = extension.packageJSON as { readonly version: string };
  const log = disposables.add(new Log());
  const pages = disposables.add(new Pages(extensionUri));
  const engine = disposables.add(new EngineLoader(Uri.joinPath(extensionUri, 'dist').fsPath));
  const projects = disposables.add(new ProjectConfigs());
  const measured = disposables.add(new MeasuredRuns(log));
  const environment = disposables.add(new AnalysisEnvironment(projects, measured, log));
  const analyser = disposables.add(new Analyser(engine, environment, log, isVisible));

  disposables.add(new DiagnosticsPublisher(analyser));
  disposables.add(publishConfigProblems(projects));
  const status = disposables.add(new LanguageStatus(analyser));
  const { power, runs, dashboard } = startMeasuring(
    { extension: extensionUri, analyser, engine, environment, measured, pages, log },
    disposables,
  );
  disposables.add(registerHovers(analyser, estimateStyle));
  disposables.add(registerCodeActions(analyser));
  disposables.add(registerEstimates(analyser, estimateStyle));
  disposables.add(
    registerCommands({ analyser, log, pages, power, measured, dashboard, extension: extensionUri, version }),
  );

  disposables.add(analyser.onDidLose(({ subject }) => environment.forget(subject.key)));
  disposables.add(trackDocuments(analyser, runMode));
  disposables.add(
    environment.onDidChange(() => {
      for (const { uri } of analyser.subjects) if (runMode(uri) !== 'manual') analyser.analyseNow(uri);
    }),
  );

  const duration = performance.now() - started;
  log.info(`active after ${duration.toFixed(1)} ms in ${workspace.isTrusted ? 'a trusted' : 'a restricted'} workspace`);
  return apiOf({ analyser, engine, power, runs, status, log, duration });
}

export function deactivate(): void {
  // Everything is in the subscriptions.
}
