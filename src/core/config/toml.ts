/** Reads the configuration out of `pyproject.toml` and `carbon-hints.toml`. */
import { parse, TomlError } from 'smol-toml';
import { LineIndex } from '../text/lines';
import { locateKey } from './locate';
import { checkSettings, type RuleOptions, type Settings } from './settings';
import type { ConfigProblem } from './types';

export interface ParsedConfig {
  /** Null when the file does not configure Carbon Hints. */
  readonly settings: Settings | null;
  readonly problems: readonly ConfigProblem[];
}

/** The table in `pyproject.toml`. */
const TABLE = ['tool', 'carbon-hints'];

/** `[tool.carbon-hints]` of a `pyproject.toml`. */
export function parsePyproject(text: string, rules: readonly RuleOptions[]): ParsedConfig {
  return parseTable(text, TABLE, rules);
}

/** A `carbon-hints.toml`, whose top level is the configuration. */
export function parseCarbonHintsToml(text: string, rules: readonly RuleOptions[]): ParsedConfig {
  return parseTable(text, [], rules);
}

function parseTable(text: string, prefix: readonly string[], rules: readonly RuleOptions[]): ParsedConfig {
  const source = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
  let document: unknown;
  try {
    document = parse(source);
  } catch (error) {
    return { settings: null, problems: [syntaxProblem(source, error)] };
  }
  const table = prefix.reduce(member, document);
  if (table === undefined) return { settings: null, problems: [] };
  const { settings, problems } = checkSettings(table, rules);
  const located = problems.map(({ path, message, suggestion }) => ({
    message,
    suggestion,
    offset: locateKey(source, [...prefix, ...path]),
  }));
  return { settings, problems: located };
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}

function syntaxProblem(text: string, error: unknown): ConfigProblem {
  if (!(error instanceof TomlError)) return { message: 'the file is not valid TOML', offset: null, suggestion: null };
  const reason = (error.message.split('\n')[0] ?? '').replace(/^Invalid TOML document: /, '');
  const offset = new LineIndex(text).offsetAt({ line: error.line - 1, column: error.column - 1 });
  return { message: `the file is not valid TOML: ${reason}`, offset, suggestion: null };
}
