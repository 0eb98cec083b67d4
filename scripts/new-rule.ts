/** Starts a rule: `npm run new:rule -- per-step-logging` writes its folder with a rule and a page that pass the tests. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root } from './package';
import { ruleTemplate } from './new-rule/code';
import { pageTemplate } from './new-rule/page';

/** Why an id cannot be used; undefined when it can. */
export function unusable(id: string | undefined): string | undefined {
  if (id === undefined) return 'usage: npm run new:rule -- RULE-ID';
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(id)) {
    return `"${id}" is no rule id: use a kebab-case noun phrase that reads after "allow ...", for example per-step-logging`;
  }
  return existsSync(join(root, 'src', 'core', 'rules', id)) ? `the rule ${id} exists already` : undefined;
}

/** File names to texts. */
export async function scaffold(id: string, version: string): Promise<Readonly<Record<string, string>>> {
  const style = await resolveConfig(join(root, 'package.json'));
  return {
    'rule.ts': await format(ruleTemplate(id, version), { ...style, parser: 'typescript' }),
    'rule.md': pageTemplate(id),
  };
}

async function main(): Promise<void> {
  const id = process.argv[2];
  const problem = unusable(id);
  if (id === undefined || problem !== undefined) {
    console.error(problem);
    process.exitCode = 2;
    return;
  }
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const folder = join(root, 'src', 'core', 'rules', id);
  mkdirSync(folder);
  for (const [name, text] of Object.entries(await scaffold(id, version))) writeFileSync(join(folder, name), text);
  console.log(`Wrote ${folder}. Next: edit both files, then \`npm run generate\` and \`npm test -- --only unit\`.`);
}

if (require.main === module) void main();
