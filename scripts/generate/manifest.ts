/** What package.json says to VS Code, from the adapter's typed contributions, and its texts in package.nls.json. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rule } from '../../src/core/rules/rule';
import type { Contributions } from '../../src/vscode/contributions';
import { kinds, loadParts } from './parts';
import { type Output, root } from './output';

type Manifest = Record<string, unknown>;

/** Keeps the order of the hand-written fields; generated ones go before the scripts. */
function merged(manifest: Manifest, { activationEvents, capabilities, contributes }: Contributions): Manifest {
  const generated = { activationEvents, capabilities, contributes };
  const result: Manifest = {};
  for (const [key, value] of Object.entries(manifest)) {
    if (key in generated) continue;
    if (key === 'scripts') Object.assign(result, generated);
    result[key] = value;
  }
  return result;
}

export async function manifest(): Promise<readonly Output[]> {
  // Imported here, because it reads registries that an earlier stage has just written.
  const { contributions } = await import('../../src/vscode/contributions');
  const made = contributions(await loadParts<Rule>(kinds.rules));
  const path = join(root, 'package.json');
  const text = JSON.stringify(merged(JSON.parse(readFileSync(path, 'utf8')) as Manifest, made), null, 2);
  return [
    { path, text },
    { path: join(root, 'package.nls.json'), text: JSON.stringify(made.nls, null, 2) },
  ];
}
