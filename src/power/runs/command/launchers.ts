/** What each launcher runs: another command, a module or a file. Unknown options are switches, so that what follows is looked at as a program. */
import type { Word } from './shell';

export type Step = { readonly words: readonly Word[] } | { readonly module: string } | { readonly file: string } | null;

type Launcher = (args: readonly Word[]) => Step;

/** https://docs.python.org/3/using/cmdline.html: `-m`, `-c` and `-` end the options; `-W`, `-X` and one long one take a value. */
export function pythonArguments(args: readonly Word[]): Step {
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? null;
    if (word === null || word === '-') return null;
    // Launchers of debuggers tell of themselves what they run.
    if (!word.startsWith('-')) return /debugpy[\\/](launcher|adapter)/.test(word) ? null : { file: word };
    if (word === '--check-hash-based-pycs') at += 1;
    if (word.startsWith('--')) continue;
    const [, letter = '', rest = ''] = /^-[bBdEhiIOPqsSuvVx?\d.]*([cmWX])?(.*)$/.exec(word) ?? [];
    if (letter === 'c') return null;
    if (letter === 'm')
      return moduleStep(rest === '' ? (args[at + 1] ?? null) : rest, args.slice(at + (rest === '' ? 2 : 1)));
    if (letter !== '' && rest === '') at += 1;
  }
  return null;
}

/** Modules that run a script themselves. */
function moduleStep(module: Word, rest: readonly Word[]): Step {
  if (module === null) return null;
  const known = MODULES[module];
  return known ? known(rest) : { module };
}

/** The program after the options. `valued` lists those that take the next word. */
function afterOptions(...valued: readonly string[]): Launcher {
  const takesValue = new Set(valued);
  return (args) => {
    for (let at = 0; at < args.length; at += 1) {
      const word = args[at] ?? null;
      if (word === null) return null;
      if (word === '--') return { words: args.slice(at + 1) };
      if (!word.startsWith('-')) return { words: args.slice(at) };
      if (takesValue.has(word)) at += 1;
    }
    return null;
  };
}

/** `env A=1 python x.py`, and what a shell allows before any command. */
const environment: Launcher = (args) => {
  const step = afterOptions('-u', '--unset', '-C', '--chdir', '-S')(args);
  if (step === null || !('words' in step)) return null;
  return { words: withoutAssignments(step.words) };
};

export function withoutAssignments(words: readonly Word[]): readonly Word[] {
  const first = words.findIndex((word) => word !== null && !/^[A-Za-z_]\w*=/.test(word));
  const unknown = words.findIndex((word) => word === null);
  return unknown >= 0 && (first < 0 || unknown < first) ? words.slice(unknown) : words.slice(Math.max(first, 0));
}

/** `timeout 1h`, `taskset 0x3`: one word of their own before the program. */
function afterWord(options: Launcher): Launcher {
  return (args) => {
    const step = options(args);
    return step !== null && 'words' in step ? { words: step.words.slice(1) } : null;
  };
}

/** The launchers of processes have many options with values; none of those is a Python file, so the first that is one is the script. */
const firstScript: Launcher = (args) => {
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? null;
    if (word === '-m' || word === '--module') {
      const module = args.slice(at + 1).find((one) => one !== null && /^[a-z_]\w*(\.\w+)*$/i.test(one));
      return module === undefined || module === null ? null : { module };
    }
    if (word !== null && /\.(py|ipynb)$/i.test(word) && !word.startsWith('-')) return { file: word };
  }
  return null;
};

/** `conda run -n env python x.py` and the like: the word `run`, options, a command. */
function run(...valued: readonly string[]): Launcher {
  const rest = afterOptions(...valued);
  return (args) => {
    const at = args.findIndex((word) => word === null || !word.startsWith('-'));
    return args[at] === 'run' ? rest(args.slice(at + 1)) : null;
  };
}

/** `NAME WORD ...`: only under this word does the program run anything. */
function under(word: string, launcher: Launcher): Launcher {
  return (args) => (args[0] === word ? launcher(args.slice(1)) : null);
}

const executes: Launcher = (args) => (args.includes('--execute') ? firstScript(args) : null);
const jupyter: Launcher = (args) =>
  args[0] === 'nbconvert' ? executes(args.slice(1)) : args[0] === 'execute' ? firstScript(args.slice(1)) : null;

/** https://docs.astral.sh/uv/reference/cli/#uv-run; `uv run x.py` and `uv run -m pkg` need no python. */
const uv: Launcher = (args) => {
  const step = run(
    ...['--with', '--with-editable', '--with-requirements', '-w', '--extra', '--no-extra', '--group', '--no-group'],
    ...['--only-group', '--env-file', '--package', '-p', '--python', '--directory', '--project', '--index', '-i'],
    ...['--index-url', '--extra-index-url', '--default-index', '-f', '--find-links', '--index-strategy', '-P'],
    ...['--upgrade-package', '--reinstall-package', '--resolution', '--prerelease', '--exclude-newer', '--link-mode'],
    ...['--no-build-package', '--no-binary-package', '--refresh-package', '--cache-dir', '--config-file', '--color'],
  )(args);
  const module = args.findIndex((word) => word === '-m' || word === '--module');
  if (module < 0 || step === null || !('words' in step)) return step;
  return args.indexOf(step.words[0] ?? null) === module + 1 ? moduleStep(args[module + 1] ?? null, []) : step;
};

const MODULES: Readonly<Record<string, Launcher>> = {
  'torch.distributed.run': firstScript,
  'torch.distributed.launch': firstScript,
  'accelerate.commands.launch': firstScript,
  cProfile: firstScript,
  profile: firstScript,
  pdb: firstScript,
  trace: firstScript,
  kernprof: firstScript,
  scalene: firstScript,
  memory_profiler: firstScript,
  viztracer: firstScript,
  ipykernel_launcher: () => null,
  debugpy: () => null,
  pytest: () => null,
  pip: () => null,
  papermill: firstScript,
  nbconvert: executes,
  jupyter,
};

const command = afterOptions();

const LAUNCHERS: Readonly<Record<string, Launcher>> = {
  // Around any command.
  env: environment,
  time: afterOptions('-f', '-o', '--format', '--output'),
  nohup: command,
  exec: afterOptions('-a'),
  command,
  setsid: command,
  caffeinate: afterOptions('-t', '-w'),
  'systemd-inhibit': command,
  nice: afterOptions('-n', '--adjustment'),
  ionice: afterOptions('-c', '-n', '-p', '--class', '--classdata'),
  stdbuf: afterOptions('-i', '-o', '-e'),
  numactl: afterOptions('-N', '-m', '-C', '-i', '-p'),
  timeout: afterWord(afterOptions('-s', '--signal', '-k', '--kill-after')),
  taskset: afterWord(afterOptions()),
  'xvfb-run': afterOptions('-n', '-s', '--server-num', '--server-args'),
  // Environments.
  uv,
  poetry: run('-C', '-P', '--directory', '--project'),
  pipenv: run(),
  pdm: run('-p', '--project', '--venv'),
  rye: run('--pyproject'),
  hatch: run('-e', '--env', '-p', '--project'),
  pixi: run('-e', '--environment', '--manifest-path'),
  conda: run('-n', '--name', '-p', '--prefix', '--cwd'),
  mamba: run('-n', '--name', '-p', '--prefix', '--cwd'),
  micromamba: run('-n', '--name', '-p', '--prefix', '--cwd'),
  // Processes on this machine.
  accelerate: under('launch', firstScript),
  torchrun: firstScript,
  torchpippy: firstScript,
  deepspeed: firstScript,
  composer: firstScript,
  fabric: under('run', firstScript),
  horovodrun: firstScript,
  mpirun: firstScript,
  mpiexec: firstScript,
  // Profilers.
  kernprof: firstScript,
  scalene: firstScript,
  viztracer: firstScript,
  coverage: under('run', firstScript),
  nsys: under('profile', firstScript),
  'py-spy': under('record', firstScript),
  // Notebooks.
  papermill: firstScript,
  jupyter,
  'jupyter-nbconvert': executes,
  'jupyter-execute': firstScript,
};

/** Null for programs that are not known, among them those that run things on another machine. */
export function launcherOf(name: string, args: readonly Word[]): Step {
  return Object.hasOwn(LAUNCHERS, name) ? (LAUNCHERS[name]?.(args) ?? null) : null;
}
