/** The commands and options of the command line; each command's work is loaded only when it runs. */
import { Command, CommanderError, Option } from 'commander';
import { version } from '../../package.json';
import type { CheckOptions } from './commands/check';
import type { EstimateOptions } from './commands/estimate';
import type { ListOptions } from './commands/history';
import type { PowerOptions } from './commands/power';
import type { RunOptions } from './commands/run';
import { ESTIMATE_FORMATS } from '../report/estimate/formats';
import { HISTORY_FORMATS } from '../report/runs/formats';
import type { Io } from './io';
import { UsageError } from './usage';
import { hoursValue, positiveInteger, positiveNumber, pueValue, wallValue } from './values';

const collect = (value: string, previous: readonly string[]) => [...previous, value];

const EXIT_CODES = '\nExit codes: 0 nothing found, 1 findings, 2 usage or configuration error.';

type Finish = (code: number) => void;

function addCheck(program: Command, io: Io, finish: Finish): void {
  program
    .command('check')
    .description('find energy-wasteful patterns in Python files, notebooks and folders')
    .argument('[paths...]', 'files and folders; "-" is standard input', ['.'])
    .option('--format <format>', 'text, json, jsonl, sarif, github, junit or markdown', 'text')
    .option('--fix', 'apply the fixes that keep results the same', false)
    .option('--review-fixes', 'apply also the fixes that may change results (read the reason of each)', false)
    .option('--diff', 'print what the fixes would change instead of writing it', false)
    .option('--rule <rule>', 'report only this rule; may be repeated', collect, [])
    .option('--stdin-filename <file>', 'the name that standard input goes by')
    .option('--config <file>', 'use this carbon-hints.toml or pyproject.toml for every file')
    .option('--exit-zero', 'end with exit code 0 even when there are findings', false)
    .option('--output <file>', 'write the report to a file')
    .addHelpText('after', EXIT_CODES)
    .action(async (paths: string[], options: CheckOptions) => {
      const { check } = await import('./commands/check');
      finish(await check(paths, options, io));
    });
}

function addEstimate(program: Command, io: Io, finish: Finish): void {
  program
    .command('estimate')
    .description('estimate time, energy and emissions of the training runs in one file')
    .argument('<file>', 'a Python file or notebook; "-" is standard input')
    .option('--hardware <text>', 'for example "4x V100-SXM2-32GB"; default: this machine')
    .option('--region <zone>', 'grid region, for example FRA or US-CA; default: world average')
    .option('--pue <value>', 'power usage effectiveness of the site, 1 to 5', pueValue)
    .option('--hours <hours>', 'how long the run takes, where you know it', hoursValue)
    .option('--stdin-filename <file>', 'the name that standard input goes by')
    .option('--config <file>', 'use this carbon-hints.toml or pyproject.toml')
    .option(
      '--history <file>',
      'count in measured runs: history, CodeCarbon, trainer_state.json; repeatable',
      collect,
      [],
    )
    .option('--no-history', 'count in no measured runs, not even your own history')
    .option('--embodied', 'say also, apart, what making the devices emitted')
    .option('--compare', 'add the same run on other hardware and other grids (text, json)')
    .option('--explain', 'print the whole calculation (text, markdown)', false)
    .addOption(new Option('--format <format>', 'output format').choices(ESTIMATE_FORMATS).default('text'))
    .action(async (file: string, options: EstimateOptions) => {
      const { estimate } = await import('./commands/estimate');
      finish(await estimate(file, options, io));
    });
}

function addPower(program: Command, io: Io, finish: Finish): void {
  program
    .command('power')
    .description('print what this machine draws, and which sensor says so')
    .option('--interval <seconds>', 'time between samples', positiveNumber, 2)
    .option(
      '--prometheus <address>',
      'ask this exporter of the machine, too (node_exporter, DCGM, Kepler, Scaphandre, Zeus); may be repeated',
      collect,
      [],
    )
    .option(
      '--wall <watts>',
      'calibrate: what a plug meter shows now, once idle and once under load; "battery" for an unplugged laptop, "forget" to begin anew',
      wallValue,
    )
    .option('--count <samples>', 'end after this many samples; default: until interrupted', positiveInteger)
    .addOption(
      new Option('--format <format>', 'json prints one line a sample').choices(['text', 'json']).default('text'),
    )
    .action(async (options: PowerOptions) => {
      const { power } = await import('./commands/power');
      finish(await power(options, io));
    });
}

function addRun(program: Command, io: Io, finish: Finish): void {
  program
    .command('run')
    .description('run a command, say how much energy the machine used meanwhile, and add it to your history')
    .usage('[options] -- <command...>')
    .argument('<command...>', 'what to run, with its arguments')
    .option('--region <zone>', 'grid region, for example FRA or US-CA; default: of the configuration')
    .option('--no-history', 'add nothing to the history')
    .addHelpText('after', '\nThe exit code is that of the command; signals are passed on to it.')
    .action(async (command: string[], options: RunOptions) => {
      const { run } = await import('./commands/run');
      finish(await run(command, options, io));
    });
}

function addHistory(program: Command, io: Io, finish: Finish): void {
  const history = program.command('history').description('list, export, import or clear your measured runs');
  for (const [name, description] of [
    ['list', 'print the runs, the latest last'],
    ['export', 'write the runs in a form for others'],
  ] as const) {
    history
      .command(name, { isDefault: name === 'list' })
      .description(description)
      .addOption(
        new Option('--format <format>', 'csv has the columns of CodeCarbon')
          .choices(HISTORY_FORMATS)
          .default(name === 'list' ? 'text' : 'json'),
      )
      .option('--script <name>', 'only runs of this script')
      .option('--last <count>', 'only the latest runs', positiveInteger)
      .option('--output <file>', 'write to a file')
      .action(async (options: ListOptions) => {
        const { list } = await import('./commands/history');
        finish(await list(options, io));
      });
  }
  history
    .command('import')
    .description('add runs of CodeCarbon (emissions.csv) or of another history; known ones are left out')
    .argument('<files...>')
    .action(async (files: string[]) => {
      const { importFiles } = await import('./commands/history');
      finish(await importFiles(files, io));
    });
  history
    .command('clear')
    .description('remove every measured run')
    .option('--yes', 'do it', false)
    .action(async (options: { readonly yes: boolean }) => {
      const { clear } = await import('./commands/history');
      finish(await clear(options, io));
    });
}

function addExplain(program: Command, io: Io, finish: Finish): void {
  program
    .command('explain')
    .description('print the page of a rule, or the list of rules')
    .argument('[rule]', 'rule id')
    .action(async (rule: string | undefined) => {
      const { explain } = await import('./commands/explain');
      finish(await explain(rule, io));
    });
}

function build(io: Io, finish: Finish): Command {
  const program = new Command('carbon-hints')
    .description('See the energy and carbon of Python training code.')
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.err(text) });
  addCheck(program, io, finish);
  addEstimate(program, io, finish);
  addPower(program, io, finish);
  addRun(program, io, finish);
  addHistory(program, io, finish);
  addExplain(program, io, finish);
  return program;
}

/** Never rejects: a mistake of the user is a message and exit code 2. */
export async function runCommandLine(args: readonly string[], io: Io): Promise<number> {
  let code = 0;
  try {
    await build(io, (result) => (code = result)).parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    io.err(`carbon-hints: ${error instanceof UsageError ? error.message : `internal error: ${String(error)}`}\n`);
    return 2;
  }
}
