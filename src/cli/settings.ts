/** Finds, reads and merges the configuration of each file; the nearest file above the code counts. */
import { basename, dirname, join, relative, resolve } from 'node:path';
import { exclusion } from '../core/config/exclude';
import { DEFAULT_CONFIG, mergeConfig } from '../core/config/merge';
import type { Settings as Values } from '../core/config/settings';
import { parseCarbonHintsToml, parsePyproject, type ParsedConfig } from '../core/config/toml';
import type { Config, RuleSetting } from '../core/config/types';
import { rules } from '../core/rules/registry';
import type { RuleId } from '../core/rules/rule';
import { LineIndex } from '../core/text/lines';
import type { ReportError } from '../report/report';
import { shownFrom, slashed } from './files/paths';
import { MOST_CONFIGURATION_BYTES, readSmallFile } from './files/read';
import { UsageError } from './usage';

export interface SettingsOptions {
  /** `--config`. */
  readonly file: string | undefined;
  /** `--rule`: only these report, whatever the configuration says of them. Empty: all. */
  readonly rules: readonly RuleId[];
  /** Typed on the command line: stronger than any file. */
  readonly overrides: Values;
}

/** What holds in one folder. */
interface Scope {
  /** The configuration file as shown; null where there is none. */
  readonly file: string | null;
  /** What glob patterns are relative to. */
  readonly folder: string;
  readonly config: Config;
  readonly excludes: (path: string) => boolean;
}

/** In one folder the first that says something counts. */
const NAMES = ['carbon-hints.toml', 'pyproject.toml'] as const;

function parse(path: string, text: string): ParsedConfig {
  const known = rules.map((rule) => rule.meta);
  return basename(path) === 'pyproject.toml' ? parsePyproject(text, known) : parseCarbonHintsToml(text, known);
}

function matcherOf(folder: string, patterns: readonly string[]): (path: string) => boolean {
  if (patterns.length === 0) return () => false;
  const excluded = exclusion(patterns);
  return (path) => excluded(slashed(relative(folder, path)));
}

export class Settings {
  /** Configuration files that cannot be used, in whole or in part. */
  readonly problems: ReportError[] = [];
  readonly #scopes = new Map<string, Scope>();
  readonly #fixed: Scope | undefined;

  /** Throws a usage error when the file of `--config` cannot be used. */
  constructor(
    private readonly cwd: string,
    private readonly options: SettingsOptions,
  ) {
    if (options.file !== undefined) this.#fixed = this.#named(options.file);
  }

  /** For a file at an absolute path. */
  of(path: string): Config {
    return this.#scope(dirname(path)).config;
  }

  excludes(path: string): boolean {
    return this.#scope(dirname(path)).excludes(path);
  }

  /** Adds what turned out to be wrong in the configuration of a file, once. */
  report(path: string, messages: readonly string[]): void {
    const file = this.#scope(dirname(path)).file ?? 'command line';
    for (const message of messages) this.#add(file, message);
  }

  /** Adds problems that another thread has met. */
  learn(problems: readonly ReportError[]): void {
    for (const { path, message } of problems) this.#add(path, message);
  }

  #add(path: string, message: string): void {
    const isKnown = this.problems.some((problem) => problem.path === path && problem.message === message);
    if (!isKnown) this.problems.push({ path, message });
  }

  #named(file: string): Scope {
    const path = resolve(this.cwd, file);
    const text = readSmallFile(path, MOST_CONFIGURATION_BYTES);
    if (text === undefined) throw new UsageError(`cannot read the configuration file ${file}`);
    const scope = this.#scopeOf(path, text);
    if (scope === undefined) throw new UsageError(`${file} has no [tool.carbon-hints] table`);
    // Patterns in a file that lies elsewhere are meant for what is checked here.
    return { ...scope, excludes: matcherOf(this.cwd, scope.config.exclude) };
  }

  #scope(folder: string): Scope {
    const known = this.#fixed ?? this.#scopes.get(folder);
    if (known !== undefined) return known;
    const parent = dirname(folder);
    const scope = this.#own(folder) ?? (parent === folder ? this.#without(folder) : this.#scope(parent));
    this.#scopes.set(folder, scope);
    return scope;
  }

  #own(folder: string): Scope | undefined {
    for (const name of NAMES) {
      const path = join(folder, name);
      const text = readSmallFile(path, MOST_CONFIGURATION_BYTES);
      const scope = text === undefined ? undefined : this.#scopeOf(path, text);
      if (scope !== undefined) return scope;
    }
    return undefined;
  }

  /** Undefined for a file that does not configure Carbon Hints; a broken one counts, with the defaults. */
  #scopeOf(path: string, text: string): Scope | undefined {
    const { settings, problems } = parse(path, text);
    if (settings === null && problems.length === 0) return undefined;
    const lines = new LineIndex(text);
    for (const { message, offset } of problems) {
      const line = offset === null ? '' : `line ${lines.positionAt(offset).line + 1}: `;
      this.problems.push({ path: shownFrom(this.cwd, path), message: `${line}${message}` });
    }
    const config = this.#merged(settings ?? {});
    return {
      file: shownFrom(this.cwd, path),
      folder: dirname(path),
      config,
      excludes: matcherOf(dirname(path), config.exclude),
    };
  }

  #without(folder: string): Scope {
    return { file: null, folder, config: this.#merged({}), excludes: () => false };
  }

  #merged(settings: Values): Config {
    const config = mergeConfig(DEFAULT_CONFIG, settings, this.options.overrides);
    return this.options.rules.length === 0 ? config : only(config, this.options.rules);
  }
}

/** A rule that is asked for by name reports, even one that is off. */
function only(config: Config, named: readonly RuleId[]): Config {
  const settings = rules.map(({ meta }): readonly [RuleId, RuleSetting] => {
    const { severity, options } = config.rules[meta.id] ?? { severity: 'default', options: {} };
    if (!named.includes(meta.id)) return [meta.id, { severity: 'off', options }];
    const isOff = severity === 'off' || (severity === 'default' && meta.severity === 'off');
    const usual = meta.severity === 'off' ? 'hint' : 'default';
    return [meta.id, { severity: isOff ? usual : severity, options }];
  });
  return { ...config, minimumSeverity: 'hint', rules: Object.fromEntries<RuleSetting>(settings) };
}
