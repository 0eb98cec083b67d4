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
  if (REQUIREMENTS.test(file.path)) return required(file, pattern, '');
  // What a notebook or program that launches jobs installs for itself is not what the job runs on.
  return /\.(py|ipynb)$/.test(file.path) ? [] : required(file, pattern, INSTALL);
}

/** `-`, `_` and `.` are the same in the name of a package, and case does not count. */
function nameOf(name: string): string {
  return name.replace(/[-_.]+/g, '[-_.]+');
}

/** `name = "x"` followed by `version = "1.2.3"` (TOML), or `"x": {... "version": "==1.2.3"` (Pipfile.lock). */
function locked(file: ConfigurationFile, name: string): PackageVersion[] {
  const toml = new RegExp(`^name = "${name}"\\s*\\r?\\nversion = "(\\d+)(?:\\.(\\d+))?`, 'im');
  const json = new RegExp(`"${name}":\\s*\\{[^}]*?"version":\\s*"==(\\d+)(?:\\.(\\d+))?`, 'i');
  const match = toml.exec(file.text) ?? json.exec(file.text);
  return match ? [version(match[1], match[2], 'exact', file.path)] : [];
}

/** Only the words of an installing command count in a script or a notebook cell. */
const INSTALL = String.raw`(?:pip3?|uv|conda|mamba)\b[^\n]*?\b(?:install|add)\b[^\n#;&|]*?[\s"']`;
const RELEASE = String.raw`(\d+)(?:\.(\d+|\*))?`;

function required(file: ConfigurationFile, name: string, before: string): PackageVersion[] {
  const start = before === '' ? String.raw`(?:^|["'\s,[=])` : before;
  // A table key (`torch = "^2.1"`), or a requirement (`torch==2.1`, `torch[extra]>=2.1,<3`, conda's `torch=2.1`).
  const after = String.raw`(?:\[[^\]]*\])?["']?\s*(?:=\s*\{\s*version\s*=\s*)?(?:=\s*["']\s*)?(===?|~=|>=|\^|~|<=?|=)?\s*["']?\s*v?${RELEASE}`;
  const pattern = new RegExp(`${start}${name}${after}`, 'gim');
  return [...file.text.matchAll(pattern)].flatMap((match) => {
    const bound = BOUNDS[match[1] ?? '=='];
    const line = file.text.slice(file.text.lastIndexOf('\n', match.index) + 1, match.index + 1);
    return bound === undefined || line.includes('#') ? [] : [version(match[2], match[3], bound, file.path)];
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
