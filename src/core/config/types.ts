/** The configuration that every adapter resolves before it asks the engine for anything. */
import type { RuleId, Severity } from '../rules/rule';

export interface RuleSetting {
  readonly severity: Severity | 'default';
  /** Thresholds by kebab-case option name. */
  readonly options: Readonly<Record<string, number>>;
}

export interface Config {
  /** By rule id; a rule that is not named has its defaults. */
  readonly rules: Readonly<Record<RuleId, RuleSetting>>;
  /** Findings below this severity are dropped. */
  readonly minimumSeverity: 'hint' | 'information' | 'warning';
  /** Glob patterns, relative to the configuration file. */
  readonly exclude: readonly string[];
  /** Zone code (`FRA`, `US-CA`, `aws:eu-west-3`) or null: world average, wide range. */
  readonly region: string | null;
  /** Free text, `8x A100-SXM4-80GB`; null: what is found on this machine. */
  readonly hardware: string | null;
  readonly pue: number | null;
  readonly hours: number | null;
  /** Whether estimates say, apart, what making the devices emitted. */
  readonly embodied: boolean;
}

/** A configuration problem with the place it is written, for a diagnostic in that file. */
export interface ConfigProblem {
  readonly message: string;
  /** Offset in the configuration text; null when it is about the whole file. */
  readonly offset: number | null;
  /** Nearest valid name, when there is one. */
  readonly suggestion: string | null;
}
