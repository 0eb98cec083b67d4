/** The rule pages of docs/rules: each rule's own rule.md with its facts on top, and an index by what a reader wants to do. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rule, RuleMeta, Saving } from '../../src/core/rules/rule';
import { groupOf, GROUPS } from './groups';
import { kinds, loadPart, partNames } from './parts';
import { type Output, root, table } from './output';

const percent = (fraction: number): string => `${Math.round(fraction * 100)} %`;

/** Spelled out, because a letter means nothing to a reader. */
const grades: Readonly<Record<Saving['grade'], string>> = {
  E: 'energy measured and published',
  T: 'time measured and published by the vendor',
  C: 'CPU-seconds measured',
  D: 'arithmetic on your own code',
  N: 'no measured figure',
};

const scopes: Readonly<Record<Saving['scope'], string>> = {
  search: 'the search',
  train: 'the training',
  load: 'data loading',
  eval: 'evaluation',
  prep: 'data preparation',
  infer: 'inference',
  whole: 'the whole run',
};

export const fixWords: Readonly<Record<RuleMeta['fixes'], string>> = {
  always: 'yes',
  sometimes: 'sometimes',
  never: 'no',
};

export function savingWords(saving: Saving): string {
  if (saving.grade === 'N') return 'not quantified';
  const share = saving.low === saving.high ? percent(saving.low) : `${percent(saving.low)} to ${percent(saving.high)}`;
  return `${share} of ${scopes[saving.scope]}`;
}

function facts({ meta }: Rule): string {
  const { saving } = meta;
  const rows: [string, string][] = [
    ['Default severity', meta.severity],
    ['Category', meta.category],
    ['Frameworks', meta.frameworks.join(', ')],
    ['Quick-fix', fixWords[meta.fixes]],
    [
      'Saving',
      saving.grade === 'N' || saving.low === saving.high
        ? savingWords(saving)
        : `${savingWords(saving)}, typically ${percent(saving.typical)}`,
    ],
    ['Evidence', `${grades[saving.grade]}: ${saving.source}`],
    ['Since', meta.since],
  ];
  for (const [name, option] of Object.entries(meta.options)) {
    rows.push([`Option \`${name}\``, `${option.description} Default ${option.default}, at least ${option.minimum}.`]);
  }
  return table(['', ''], rows);
}

/** Puts the facts between the page's title and summary and its first section. */
function page(rule: Rule, text: string): string {
  const body = text.search(/^## /m);
  if (body < 0) throw new Error(`the page of ${rule.meta.id} has no section`);
  return `${text.slice(0, body).trim()}\n\n${facts(rule)}\n\n${text.slice(body).trim()}\n`;
}

function index(rules: readonly Rule[]): string {
  const sections = GROUPS.flatMap((group) => {
    const members = rules.filter((rule) => groupOf(rule.meta) === group);
    return members.length > 0 ? [`## ${group.title}\n\n${group.says}\n\n${ruleTable(members, '.')}`] : [];
  });
  const intro = `${rules.length} rules, by what you want to do. [Strategies](../strategies.md) has them by the strategy of green AI.`;
  return ['# Rules', intro, ...sections].join('\n\n') + '\n';
}

/** `pages` is the folder of the rule pages as seen from where the table stands. */
export function ruleTable(rules: readonly Rule[], pages: string): string {
  return table(
    ['Rule', 'What it finds', 'Severity', 'Quick-fix', 'Saving'],
    rules.map(({ meta }) => [
      `[${meta.id}](${pages}/${meta.id}.md)`,
      meta.summary,
      meta.severity,
      fixWords[meta.fixes],
      savingWords(meta.saving),
    ]),
  );
}

export async function rulePages(): Promise<readonly Output[]> {
  const folder = join(root, 'docs', 'rules');
  const outputs: Output[] = [];
  const rules: Rule[] = [];
  for (const name of partNames(kinds.rules)) {
    const source = join(root, kinds.rules.folder, name, 'rule.md');
    if (!existsSync(source)) throw new Error(`${source} is missing: a rule is its code and its page.`);
    const rule = await loadPart<Rule>(kinds.rules, name);
    rules.push(rule);
    outputs.push({ path: join(folder, `${name}.md`), text: page(rule, readFileSync(source, 'utf8')), verbatim: true });
  }
  if (rules.length === 0) return [];
  return [...outputs, { path: join(folder, 'README.md'), text: index(rules), verbatim: true }];
}
