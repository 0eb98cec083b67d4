/** The English texts that the manifest refers to, for package.nls.json. */

const commands = {
  'command.analyse': 'Analyse This File Now',
  'command.fixAll': 'Fix All Safe Problems in This File',
  'command.measureTraining': 'Measure This Training with CodeCarbon',
  'command.ignore': 'Ignore Here…',
  'command.explainRule': 'Explain a Rule…',
  'command.showEstimate': 'Explain This Estimate',
  'command.exportEstimate': 'Export This Estimate…',
  'command.setRegion': 'Set the Region…',
  'command.setHardware': 'Set the Training Hardware…',
  'command.setHours': 'Set the Training Time…',
  'command.showPowerSources': 'Show Power Sensors',
  'command.openDashboard': 'Open Dashboard',
  'command.calibrateWall': 'Calibrate Power with a Plug Meter…',
  'command.togglePower': 'Show or Hide Power in the Status Bar',
  'command.clearHistory': 'Clear the History of Measured Runs…',
  'command.importHistory': 'Import Measured Runs…',
  'command.exportHistory': 'Export Measured Runs…',
  'command.openSettings': 'Open Settings',
  'command.openSample': 'Open a Sample Training File',
  'command.showLog': 'Show Log',
};

const analysis = {
  'section.analysis': 'Analysis',
  'setting.rules':
    'Severity of single rules, for example `"exhaustive-grid-search": "off"`. A rule that is not named has its own default.',
  'setting.run': 'When a file is analysed.',
  'setting.run.onType': 'While you type, a moment after the last key.',
  'setting.run.onSave': 'When it is opened and when it is saved.',
  'setting.run.manual': 'Only on the command _Analyse This File Now_.',
  'setting.minimumSeverity': 'Findings below this severity are not shown.',
  'setting.minimumSeverity.hint': 'Everything.',
  'setting.minimumSeverity.information': 'Information and warnings.',
  'setting.minimumSeverity.warning': 'Warnings only.',
  'setting.exclude': 'Files that are not analysed, as glob patterns relative to the workspace folder.',
  'setting.configurationPreference':
    'Which wins where both these settings and the nearest `carbon-hints.toml` or `pyproject.toml` (`[tool.carbon-hints]`) say something.',
  'setting.configurationPreference.editorFirst': 'The settings of the editor.',
  'setting.configurationPreference.filesystemFirst': 'The file.',
  'setting.configurationPreference.editorOnly': 'The settings of the editor; files are not read.',
};

const estimates = {
  'section.estimates': 'Estimates',
  'setting.estimates': 'Where the estimate of a training run is shown.',
  'setting.estimates.codeLens': 'On a line above the code that starts the run.',
  'setting.estimates.inlay': 'At the end of the line that starts the run.',
  'setting.estimates.off': 'Only when you hover over a finding.',
  'setting.region':
    'Where the training runs, as a country code (`FRA`), a subdivision (`US-CA`) or a cloud region (`aws:eu-west-3`). It is never guessed: without it the world average is used, with a wide range. [Choose from a list](command:carbonHints.setRegion).',
  'setting.hardware':
    'What the training runs on, for example `8x A100-SXM4-80GB`. Without it, what is found on this machine. [Choose from a list](command:carbonHints.setHardware).',
  'setting.pue':
    'Power usage effectiveness of the place where the training runs: facility energy over energy of the machines, at least 1.',
  'setting.hours': 'How many hours the training takes, when you know it. It replaces the estimated time.',
  'setting.estimate.embodied':
    'Adds a line about embodied carbon: what making the devices emitted, as far as it falls to the run by the hours it takes. It is never part of the emissions, and not quantified where no figure is published.',
  'setting.estimate.history':
    "Files of measured runs that estimates count in, besides your own history: CodeCarbon's `emissions.csv`, `trainer_state.json` of a Hugging Face Trainer, logs of carbontracker, and history files of others. Relative paths start at the workspace folder.",
};

const power = {
  'section.power': 'Live power',
  'setting.power.enabled': 'Shows what this machine draws in the status bar.',
  'setting.power.interval':
    'Seconds between two readings while this window is in use. Readings pause when it is not, and a sleeping GPU is never woken.',
  'setting.power.budgetWatts': 'Above this many watts the status bar item gets the warning colour.',
  'setting.power.budgetKilowattHoursPerRun':
    'The status bar item gets the warning colour when a run that goes on has used more than this many kWh.',
  'setting.power.budgetGramsPerDay':
    'The status bar item gets the warning colour when today has emitted more than this many grams of CO2e.',
  'setting.power.prometheus':
    'Addresses of exporters that read the power of this machine: node_exporter, DCGM exporter, Kepler, Scaphandre or Zeus, for example `http://localhost:9100/metrics`. Nothing is asked over the network unless you name it here, and sensors that can be read directly come first.',
};

const runs = {
  'section.runs': 'Measured runs',
  'setting.runs.record':
    'Records training that is started in a terminal with shell integration, by a task, by a debugger or in a notebook cell: how long it took and what this machine used meanwhile. Runs are kept in a file on this machine and correct later estimates. It needs `carbonHints.power.enabled`. [Clear the history](command:carbonHints.clearHistory).',
  'setting.runs.summary':
    'Shows in the status bar, for a moment after a recorded run, what it used and how that compares with the estimate.',
};

const walkthrough = {
  'walkthrough.title': 'See what training costs',
  'walkthrough.description': 'Find, fix and measure the energy of Python training code.',
  'walkthrough.sample.title': 'Look at a sample',
  'walkthrough.sample.description':
    'A training file with some waste in it; every mark says what it costs.\n[Open the sample](command:carbonHints.openSample)',
  'walkthrough.fix.title': 'Fix one finding',
  'walkthrough.fix.description':
    'Put the cursor on a mark and open the light bulb. Fixes that may change results say so and say why.',
  'walkthrough.region.title': 'Say where you train',
  'walkthrough.region.description':
    'The same energy emits many times more in one grid than in another. The region is never guessed.\n[Set the region](command:carbonHints.setRegion)',
  'walkthrough.power.title': 'Watch the power',
  'walkthrough.power.description':
    'The status bar shows what this machine draws and which sensor says so; the dashboard shows your measured runs beside their estimates.\n[Open the dashboard](command:carbonHints.openDashboard)\n[Show power sensors](command:carbonHints.showPowerSources)',
};

export const texts: Readonly<Record<string, string>> = {
  ...commands,
  ...analysis,
  ...estimates,
  ...power,
  ...runs,
  ...walkthrough,
  'capabilities.untrusted':
    'Findings, fixes and estimates work in full, since nothing of the workspace is run. Power sensors that need a tool of the machine wait until you trust the workspace.',
  'capabilities.virtual': 'Findings, fixes and estimates work. Live power needs a machine.',
};
