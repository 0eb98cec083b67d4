/** The JSON schema of carbon-hints.toml, for editors that complete and check TOML. */
import { join } from 'node:path';
import type { Rule } from '../../src/core/rules/rule';
import { kinds, loadParts } from './parts';
import { type Output, root } from './output';

export async function configurationSchema(): Promise<readonly Output[]> {
  // Imported here, because it may read registries that an earlier stage has just written.
  const { jsonSchema } = await import('../../src/core/config/json-schema');
  const rules = await loadParts<Rule>(kinds.rules);
  const text = JSON.stringify(jsonSchema(rules.map((rule) => rule.meta)), null, 2);
  return [{ path: join(root, 'schemas', 'carbon-hints.schema.json'), text }];
}
