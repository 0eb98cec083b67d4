/** The JSON schema of carbon-hints.toml, for editors that complete and check TOML. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RuleMeta, Rule } from '../../src/core/rules/rule';
import { kinds, loadParts } from './parts';
import { type Output, root } from './output';

export async function configurationSchema(): Promise<readonly Output[]> {
  const source = join(root, 'src', 'core', 'config', 'json-schema.ts');
  if (!existsSync(source)) return [];
  const { jsonSchema } = (await import(source)) as { jsonSchema: (rules: readonly RuleMeta[]) => object };
  const rules = await loadParts<Rule>(kinds.rules);
  const text = JSON.stringify(jsonSchema(rules.map((rule) => rule.meta)), null, 2);
  return [{ path: join(root, 'schemas', 'carbon-hints.schema.json'), text }];
}
