/** Which release of a package the project asks for: requirements, lock files, pyproject, `pip install` lines. */
import type { ConfigurationFile } from '../model';
import type { PackageVersion } from './facts';

const LOCKS = /(^|\/)(uv\.lock|poetry\.lock|pdm\.lock|Pipfile\.lock)$/;
const REQUIREMENTS =
  /(^|\/)((requirements|constraints)[^/]*\.(txt|in)|pyproject\.toml|Pipfile|setup\.(py|cfg)|environment\.ya?ml)$/;

/** The most exact statement of the nearest file wins: a lock file before a requirement before an upper bound. */
export function findVersion(
  files: readonly ConfigurationFile[],
  packages: readonly string[],
): PackageVersion | undefined {
  const found = files.flatMap((file) => packages.flatMap((name) => statedIn(file, name)));
  return ORDER.map((bound) => found.find((one) => one.bound === bound)).find((one) => one !== undefined);
}

const ORDER = ['exact', 'at-least', 'below'] as const;

function statedIn(file: ConfigurationFile, name: string): PackageVersion[] {
  const pattern = nameOf(name);
  if (LOCKS.test(file.path)) return locked(file, pattern);
  if (REQUIREMENTS.test(file.path)) return required(file, pattern, 'requirements');
  // What a notebook or program that launches jobs installs for itself is not what the job runs on.
  return /\.(py|ipynb)$/.test(file.path) ? [] : required(file, pattern, 'commands');
}

/** `-`, `_` and `.` are the same in the name of a package, and case does not count. */
function nameOf(name: string): string {
  return name.replace(/[-_.]+/g, '[-_.]+');
}

/** `name = "x"` followed by `version = "1.2.3"` (TOML), or `"x": {... "version": "==1.2.3"` (Pipfile.lock). */
function locked(file: ConfigurationFile, name: string): PackageVersion[] {
  const toml = new RegExp(`^name = "${name}"\\s*\\r?\\nversion = "(\\d+)(?:\\.(\\d+))?`, 'im');
  const json = new RegExp(`"${name}":\\s*\\{[^{}]*?"version":\\s*"==(\\d+)(?:\\.(\\d+))?`, 'i');
  const match = toml.exec(file.text) ?? json.exec(file.text);
  return match ? [version(match[1], match[2], 'exact', file.path)] : [];
}

/** Only the words behind an installing command count in a script or a notebook cell. */
const TOOL = /\b(?:pip3?|uv|conda|mamba)\b/;
const INSTALL = /\b(?:install|add)\b/;
const RELEASE = String.raw`(\d+)(?:\.(\d+|\*))?`;
// A table key (`torch = "^2.1"`), or a requirement (`torch==2.1`, `torch[extra]>=2.1,<3`, conda's `torch=2.1`).
const AFTER = String.raw`(?:\[[^\][]*\])?["']? ?(?:= ?\{ ?version ?= ?)?(?:= ?["'] ?)?(===?|~=|>=|\^|~|<=?|=)? ?["']? ?v?${RELEASE}`;

function required(file: ConfigurationFile, name: string, kind: 'requirements' | 'commands'): PackageVersion[] {
  const pattern = new RegExp(String.raw`(?:^|["'\s,[=])${name}${AFTER}`, 'gi');
  return linesWith(file.text, (name.split('[')[0] ?? name).toLowerCase()).flatMap((line) =>
    (kind === 'commands' ? installed(line) : [line]).flatMap((part) =>
      [...part.matchAll(pattern)].flatMap((match) => {
        const bound = BOUNDS[match[1] ?? '=='];
        const isComment = part.slice(0, match.index + 1).includes('#');
        return bound === undefined || isComment ? [] : [version(match[2], match[3], bound, file.path)];
      }),
    ),
  );
}

/** Lines that hold the word, in lower case and with each run of white space as one space: patterns have one way to read it. */
function linesWith(text: string, word: string): readonly string[] {
  const lower = text.toLowerCase();
  const lines: string[] = [];
  for (let at = lower.indexOf(word); at >= 0;) {
    const end = lower.indexOf('\n', at);
    const stop = end < 0 ? lower.length : end;
    lines.push(lower.slice(lower.lastIndexOf('\n', at) + 1, stop).replace(/\s+/g, ' '));
    at = lower.indexOf(word, stop);
  }
  return lines;
}

/** What stands behind `pip install` and its like in each command of a line. */
function installed(line: string): readonly string[] {
  return (line.split('#')[0] ?? '').split(/[;&|]/).flatMap((command) => {
    const tool = TOOL.exec(command);
    const rest = tool ? command.slice(tool.index) : '';
    const word = INSTALL.exec(rest);
    return word ? [rest.slice(word.index + word[0].length)] : [];
  });
}

const BOUNDS: Readonly<Record<string, PackageVersion['bound']>> = {
  '==': 'exact',
  '===': 'exact',
  '=': 'exact',
  '~=': 'at-least',
  '~': 'at-least',
  '>=': 'at-least',
  '^': 'at-least',
  '<': 'below',
  '<=': 'below',
};

function version(
  major: string | undefined,
  minor: string | undefined,
  bound: PackageVersion['bound'],
  via: string,
): PackageVersion {
  return { major: Number(major), minor: Number(minor ?? 0) || 0, bound, via };
}

/** True when the project certainly runs on a release before `major.minor`. */
export function isBefore(found: PackageVersion | undefined, major: number, minor: number): boolean {
  if (!found || found.bound === 'at-least') return false;
  const older = found.major < major || (found.major === major && found.minor < minor);
  const same = found.major === major && found.minor === minor;
  return older || (found.bound === 'below' && same);
}

/** True when the project certainly runs on `major.minor` or later. */
export function isAtLeast(found: PackageVersion | undefined, major: number, minor: number): boolean {
  if (!found || found.bound === 'below') return false;
  return found.major > major || (found.major === major && found.minor >= minor);
}
