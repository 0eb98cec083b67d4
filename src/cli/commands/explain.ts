/** `carbon-hints explain [RULE]`: the page of a rule, or the list of all rules. */
import { readFileSync } from 'node:fs';
import { rules } from '../../core/rules/registry';
import type { RuleMeta } from '../../core/rules/rule';
import { savingPhrase } from '../../report/wording';
import { pagePaths } from '../assets';
import type { ExitCode, Io } from '../io';
import { unknown } from '../usage';

function page({ id, summary, saving }: RuleMeta): string {
  for (const path of pagePaths(id)) {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      continue;
    }
  }
  return `# ${id}\n\n${summary}\n\nThe fix: ${savingPhrase(saving) ?? 'saving not quantified'}. Source: ${saving.source}\n`;
}

function list(metas: readonly RuleMeta[]): string {
  const width = Math.max(0, ...metas.map((meta) => meta.id.length));
  return metas.map((meta) => `${meta.id.padEnd(width)}  ${meta.summary}\n`).join('');
}

export function explain(rule: string | undefined, io: Io): Promise<ExitCode> {
  const metas = rules.map((one) => one.meta);
  if (rule === undefined) {
    io.out(list(metas));
    return Promise.resolve(0);
  }
  const meta = metas.find((one) => one.id === rule);
  if (meta === undefined) {
    const ids = metas.map((one) => one.id);
    return Promise.reject(unknown('rule', rule, ids));
  }
  io.out(page(meta));
  return Promise.resolve(0);
}
