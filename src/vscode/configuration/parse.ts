/** What the core makes of a configuration file and of the editor's settings; its code is loaded on first need. */
import type { CheckedSettings, Settings } from '../../core/config/settings';
import type { ConfigProblem } from '../../core/config/types';
import { loadCore } from '../lazy/load';
import { allRules } from '../pages/rules';

export interface ProjectConfig {
  readonly settings: Settings;
  readonly problems: readonly ConfigProblem[];
}

/** Undefined when the file has nothing for us: a `pyproject.toml` without our table. */
export async function parseProject(name: string, text: string): Promise<ProjectConfig | undefined> {
  const isOwn = name !== 'pyproject.toml';
  if (!isOwn && !text.includes('carbon-hints')) return undefined;
  const [{ parseCarbonHintsToml, parsePyproject }, rules] = await Promise.all([loadCore(), allRules()]);
  const { settings, problems } = isOwn ? parseCarbonHintsToml(text, rules) : parsePyproject(text, rules);
  if (settings === null && problems.length === 0) return undefined;
  return { settings: settings ?? {}, problems };
}

/** `table` has the keys of a configuration file. */
export async function checkTable(table: Readonly<Record<string, unknown>>): Promise<CheckedSettings> {
  const [{ checkSettings }, rules] = await Promise.all([loadCore(), allRules()]);
  return checkSettings(table, rules);
}
