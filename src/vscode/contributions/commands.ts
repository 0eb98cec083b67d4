/** The commands of the extension and where the editor offers them. */

interface Command {
  readonly command: string;
  readonly title: string;
  readonly category: string;
  readonly icon?: string;
  readonly enablement?: string;
}

const PYTHON = "editorLangId == python || notebookType == 'jupyter-notebook' || notebookType == 'interactive'";

function command(name: string, options: Pick<Command, 'icon' | 'enablement'> = {}): Command {
  return { command: `carbonHints.${name}`, title: `%command.${name}%`, category: 'Carbon Hints', ...options };
}

export const commands: readonly Command[] = [
  command('analyse', { enablement: PYTHON }),
  command('fixAll', { enablement: PYTHON }),
  command('measureTraining', { enablement: PYTHON }),
  command('ignore'),
  command('explainRule'),
  command('showEstimate', { enablement: PYTHON }),
  command('exportEstimate', { enablement: PYTHON }),
  command('setRegion'),
  command('setHardware'),
  command('setHours'),
  command('openDashboard'),
  command('showPowerSources'),
  command('calibrateWall'),
  command('togglePower'),
  command('clearHistory'),
  command('importHistory'),
  command('exportHistory'),
  command('openSettings'),
  command('openSample'),
  command('showLog'),
];

export const menus = {
  // These need the place they apply to, which only the light bulb knows.
  commandPalette: [{ command: 'carbonHints.ignore', when: 'false' }],
};
