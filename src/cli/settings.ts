/** Finds, reads and merges the configuration of each file; the nearest file above the code counts. */
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import picomatch from 'picomatch';
import type { Config } from '../core/config/types';
import type { RuleId } from '../core/rules/rule';
import { rules } from '../core/rules/registry';
import type { ReportError } from '../report/report';
import { shownFrom, slashed } from './files/paths';
import { UsageError } from './usage';

export interface SettingsOptions {
  /** `--config`. */
  readonly file: string | undefined;
  /** `--rule`: only these report, whatever the configuration says of them. Empty: all. */
  readonly rules: readonly RuleId[];
}

/** The configuration that holds in one folder. */
interface Scope {
  /** What glob patterns are relative to. */
  readonly folder: string;
  readonly config: Config;
  readonly excludes: (path: string) => boolean;
}

export class Settings {
  readonly problems: ReportError[] = [];
  readonly #scopes = new Map<string, Scope>();

  constructor(
    private readonly cwd: string,
    private readonly options: SettingsOptions,
  ) {}

  of(path: string): Config {
    void path;
    return DEFAULT;
  }

  excludes(path: string): boolean {
    void path;
    return false;
  }
}

const DEFAULT: Config = {
  rules: {},
  minimumSeverity: 'hint',
  exclude: [],
  region: null,
  hardware: null,
  pue: null,
  hours: null,
};
