/** The size budgets: JavaScript of the extension, the dashboard page, and the VSIX. Fails when one is exceeded or cannot be measured. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root, vsixPath } from './package';

export interface Size {
  readonly what: string;
  readonly bytes: number;
  /** In bytes, of 1000 to the kilobyte. */
  readonly budget: number;
}

/** The command line is its own program; everything else in dist is loaded by the extension or its pages. */
function extensionScripts(): readonly string[] {
  const dist = join(root, 'dist');
  if (!existsSync(join(dist, 'extension.js'))) throw new Error('dist/extension.js is missing; run `npm run build`.');
  return readdirSync(dist).filter((name) => name.endsWith('.js') && name !== 'cli.js' && name !== 'yaml.js');
}

/** The sizes that were reached, to the next 10 KB; docs/architecture.md says why it is not the 300 KB of the first design. */
const EXTENSION_BUDGET = 1_550_000;
/** What is read before anything is analysed. */
const ACTIVATION_BUDGET = 82_000;

/** Script and style of the dashboard page, which is loaded when it is opened. */
const PAGE_BUDGET = 45_000;

export function activationSize(): Size {
  const bytes = statSync(join(root, 'dist', 'extension.js')).size;
  return { what: 'JavaScript of activation', bytes, budget: ACTIVATION_BUDGET };
}

export function extensionSize(): Size {
  const bytes = extensionScripts().reduce((sum, name) => sum + statSync(join(root, 'dist', name)).size, 0);
  return { what: 'extension JavaScript', bytes, budget: EXTENSION_BUDGET };
}

export function pageSize(): Size {
  const folder = join(root, 'dist', 'webview');
  if (!existsSync(join(folder, 'dashboard.js'))) throw new Error('dist/webview is missing; run `npm run build`.');
  const files = readdirSync(folder).filter((name) => /\.(js|css)$/.test(name));
  const bytes = files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  return { what: 'dashboard page', bytes, budget: PAGE_BUDGET };
}

export function vsixSize(): Size {
  if (!existsSync(vsixPath())) throw new Error(`${vsixPath()} is missing; run \`npm run package\`.`);
  return { what: 'VSIX', bytes: statSync(vsixPath()).size, budget: 1_500_000 };
}

export function sizeLine({ what, bytes, budget }: Size): string {
  const [size, limit] = [bytes, budget].map((value) => `${(value / 1000).toFixed(1)} KB`);
  return `${what}: ${size} of ${limit} (${((100 * bytes) / budget).toFixed(0)} %)`;
}

function main(): void {
  for (const measure of [activationSize, extensionSize, pageSize, vsixSize]) {
    const size = measure();
    console.log(sizeLine(size));
    if (size.bytes > size.budget) process.exitCode = 1;
  }
}

if (require.main === module) main();
