/** The user settings a fresh VS Code starts with: quiet, private and the same on every machine. */
import * as fs from 'node:fs';
import * as path from 'node:path';

export type Settings = Readonly<Record<string, unknown>>;

/** No welcome pages, no network, no update checks, no AI panels: nothing that could cover what is being looked at. */
const quiet: Settings = {
  'telemetry.telemetryLevel': 'off',
  // Without this a dialog covers the window in some versions when a folder is not trusted.
  'security.workspace.trust.startupPrompt': 'never',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'terminal.integrated.initialHint': false,
  'git.openRepositoryInParentFolders': 'never',
};

/** Whether folders open trusted, or in restricted mode. */
export type Trust = 'given' | 'withheld';

export function seedSettings(userData: string, trust: Trust, extra: Settings): void {
  const settings = { ...quiet, 'security.workspace.trust.enabled': trust === 'withheld', ...extra };
  // Older servers read the machine's settings, newer ones the user's.
  for (const place of ['Machine', 'User']) {
    fs.mkdirSync(path.join(userData, place), { recursive: true });
    fs.writeFileSync(path.join(userData, place, 'settings.json'), JSON.stringify(settings, null, 2));
  }
}
