/** The tables in README.md that follow from the code: rules, sensors and report formats. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rule } from '../../src/core/rules/rule';
import type { PowerSource } from '../../src/power/types';
import type { ReportWriter } from '../../src/report/report';
import { kinds, loadPart, loadParts, partFile, partNames } from './parts';
import { between, headerSentence, type Output, root, table } from './output';
import { ruleTable } from './rule-pages';

async function sourceTable(): Promise<string> {
  const rows = await Promise.all(
    partNames(kinds.sources).map(async (name) => {
      const source = await loadPart<PowerSource>(kinds.sources, name);
      return [source.name, source.scope, source.quality, headerSentence(partFile(kinds.sources, name))];
    }),
  );
  return table(['Sensor', 'Measures', 'How', 'What it is'], rows);
}

async function formatTable(): Promise<string> {
  const rows = await Promise.all(
    partNames(kinds.writers).map(async (name) => {
      const writer = await loadPart<ReportWriter>(kinds.writers, name);
      return [`\`${writer.id}\``, headerSentence(partFile(kinds.writers, name))];
    }),
  );
  return table(['`--format`', 'What it writes'], rows);
}

export async function readme(): Promise<readonly Output[]> {
  const path = join(root, 'README.md');
  if (!existsSync(path)) return [];
  const rules = await loadParts<Rule>(kinds.rules);
  let text = readFileSync(path, 'utf8');
  text = between(text, 'rules', ruleTable(rules, 'docs/rules'), path);
  text = between(text, 'power-sources', await sourceTable(), path);
  text = between(text, 'report-formats', await formatTable(), path);
  return [{ path, text }];
}
