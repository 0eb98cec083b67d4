/** THIRD_PARTY_NOTICES.md: the licence of every package whose code or data is in what we ship. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { type Output, root } from './output';

/** Shipped as files, so the bundler does not see them. */
const besidesBundles: Readonly<Record<string, string>> = {
  'web-tree-sitter': 'runtime, as WebAssembly and JavaScript',
  'tree-sitter-python': 'grammar, as WebAssembly',
};

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/** Names of the packages under node_modules that the bundles take in. */
async function bundledPackages(): Promise<readonly string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/vscode/extension.ts', 'src/cli/main.ts', 'src/host/yaml.ts', 'src/webview/page/main.ts'].filter(
      (entry) => existsSync(join(root, entry)),
    ),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outdir: 'out/notices',
    external: ['vscode'],
    write: false,
    metafile: true,
    logLevel: 'error',
    define: { 'import.meta.url': '""' },
  });
  const names = Object.keys(metafile.inputs).map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))];
}

function licenceText(name: string): string {
  const folder = join(root, 'node_modules', name);
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)(\.|$)/i.test(entry));
  if (file === undefined) return 'The package carries no licence file; its manifest names the licence above.';
  return readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim();
}

function section(name: string): string {
  const path = join(root, 'node_modules', name, 'package.json');
  const { version, license } = JSON.parse(readFileSync(path, 'utf8')) as Package;
  const use = besidesBundles[name] ?? 'code, bundled';
  return `## ${name} ${version}\n\n${license}; ${use}.\n\n\`\`\`text\n${licenceText(name)}\n\`\`\``;
}

/** Tables under src/data keep the terms of where they come from in a NOTICE beside them. */
function dataNotices(): readonly string[] {
  const data = join(root, 'src', 'data');
  const files = readdirSync(data, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /(^|[/\\])NOTICE(\.md)?$/.test(path),
  );
  return files.sort().map((path) => {
    return `## Data: ${dirname(path)}\n\n\`\`\`text\n${readFileSync(join(data, path), 'utf8').trim()}\n\`\`\``;
  });
}

export async function notices(): Promise<readonly Output[]> {
  const names = [...new Set([...(await bundledPackages()), ...Object.keys(besidesBundles)])].sort();
  const text = [
    '# Third-party notices',
    'Carbon Hints ships code or data of these packages. Facts taken from publications are cited where they are shown.',
    ...names.map(section),
    ...dataNotices(),
  ].join('\n\n');
  return [{ path: join(root, 'THIRD_PARTY_NOTICES.md'), text: `${text}\n`, verbatim: true }];
}
