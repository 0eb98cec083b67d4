/** Builds the extension, the command line and the test bundle, and puts the files they load beside them. */
import { build, context } from 'esbuild';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const watch = process.argv.includes('--watch');
const weighed = process.argv.includes('--metafile');
const dev = watch || process.argv.includes('--dev');

const moduleUrl = 'const moduleUrl=require("node:url").pathToFileURL(__filename).href;';

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  // VS Code 1.100, the oldest supported version, runs extensions on Node 20.
  target: 'node20',
  logLevel: 'warning',
  // jsonc-parser's main field is a UMD file whose own requires a bundler cannot see.
  mainFields: ['module', 'main'],
  // web-tree-sitter calls createRequire(import.meta.url), and CJS output leaves import.meta empty.
  define: { 'import.meta.url': 'moduleUrl' },
  banner: { js: moduleUrl },
};

const shipped = {
  ...common,
  minify: !dev,
  charset: 'utf8',
  legalComments: 'none',
  // Development builds carry a linked map; what users install carries none.
  sourcemap: dev ? 'linked' : false,
  sourcesContent: false,
};

/** The parts that activation does without are scripts of their own, beside the one that asks for them. */
const lazyParts = {
  name: 'lazy-parts',
  setup(plugins) {
    plugins.onResolve({ filter: /^\.\/(core|dashboard|history|power)$/ }, ({ path, kind }) =>
      kind === 'dynamic-import' ? { path: `${path}.js`, external: true } : undefined,
    );
  },
};

/**
 * Half of web-tree-sitter is there for others. It sets the name of each function and class, for debuggers, and evaluates the JavaScript that a grammar
 * may carry, which the Python grammar does not: because of either, nothing could be left out or get a short name.
 */
const leanParser = {
  name: 'lean-parser',
  setup(plugins) {
    plugins.onLoad({ filter: /[\\/]web-tree-sitter\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = source
        .replace(/^\s*static \{\s*__name\(this, "\w+"\);\s*\}$/gm, '')
        .replace(/^\s*__name\(\w+, "\w+"\);$/gm, '')
        .replaceAll(' = eval(func);', ' = undefined;');
      const left = /.*(\beval\(|__name\(this).*/.exec(contents);
      return left
        ? { errors: [{ text: `web-tree-sitter is written in another way: ${left[0].trim()}` }] }
        : { contents };
    });
  },
};

/** The modules that one script hands on are taken from it by another that lies beside it, instead of being shipped twice. */
function takenFrom(script) {
  const entry = join(root, 'src/vscode/lazy', `${script}.ts`);
  const parts = readFileSync(entry, 'utf8').matchAll(/^export \* from '(.+)';$/gm);
  const shared = new Set([...parts].map(([, path]) => resolve(dirname(entry), path)));
  return {
    name: `taken-from-${script}`,
    setup(plugins) {
      plugins.onResolve({ filter: /^\.{1,2}\// }, ({ path, resolveDir }) =>
        shared.has(resolve(resolveDir, path)) ? { path: `./${script}.js`, external: true } : undefined,
      );
    },
  };
}

const extension = { ...shipped, outfile: 'dist/extension.js', external: ['vscode'], plugins: [lazyParts] };
const part = { ...shipped, external: ['vscode'], plugins: [lazyParts, takenFrom('shared')] };

/** The dashboard page runs in a browser and is shown nothing but what it is sent. */
const page = {
  ...shipped,
  outfile: 'dist/webview/dashboard.js',
  platform: 'browser',
  format: 'iife',
  target: 'chrome128',
  define: {},
  banner: {},
};

const targets = [
  { entry: 'src/vscode/extension.ts', options: extension },
  { entry: 'src/vscode/lazy/core.ts', options: { ...shipped, outfile: 'dist/core.js', plugins: [leanParser] } },
  { entry: 'src/vscode/lazy/shared.ts', options: { ...shipped, outfile: 'dist/shared.js' } },
  { entry: 'src/vscode/lazy/history.ts', options: { ...part, outfile: 'dist/history.js' } },
  { entry: 'src/vscode/lazy/power.ts', options: { ...part, outfile: 'dist/power.js' } },
  { entry: 'src/vscode/lazy/dashboard.ts', options: { ...part, outfile: 'dist/dashboard.js' } },
  { entry: 'src/webview/page/main.ts', options: page },
  { entry: 'src/webview/page/dashboard.css', options: { ...page, outfile: 'dist/webview/dashboard.css' } },
  // Loaded when the first sweep is read, so that the parser does not weigh on the extension.
  { entry: 'src/host/yaml.ts', options: { ...shipped, outfile: 'dist/yaml.js' } },
  {
    entry: 'src/cli/main.ts',
    options: {
      ...shipped,
      outfile: 'dist/cli.js',
      banner: { js: `#!/usr/bin/env node\n${moduleUrl}` },
      plugins: [takenFrom('core')],
    },
  },
];

const testTarget = {
  entry: 'test/vscode/suite/index.ts',
  options: { ...common, outfile: 'out/test/vscode/index.js', external: ['vscode', 'mocha'], sourcemap: 'inline' },
};

function copyLoadedFiles() {
  mkdirSync(join(root, 'dist'), { recursive: true });
  for (const name of ['web-tree-sitter.wasm', 'tree-sitter-python.wasm']) {
    cpSync(join(root, 'grammars', name), join(root, 'dist', name));
  }
  // A map of an earlier development build would describe another script.
  if (!dev)
    for (const name of [
      'extension',
      'core',
      'dashboard',
      'history',
      'power',
      'shared',
      'yaml',
      'cli',
      'webview/dashboard',
    ])
      rmSync(join(root, 'dist', `${name}.js.map`), { force: true });
  rmSync(join(root, 'dist', 'data'), { recursive: true, force: true });
  const isTable = (path) => statSync(path).isDirectory() || path.endsWith('.txt') || path.endsWith('NOTICE');
  cpSync(join(root, 'src', 'data'), join(root, 'dist', 'data'), { recursive: true, filter: isTable });
  const pages = join(root, 'docs', 'rules');
  rmSync(join(root, 'dist', 'rules'), { recursive: true, force: true });
  if (!existsSync(pages)) return;
  mkdirSync(join(root, 'dist', 'rules'), { recursive: true });
  for (const page of readdirSync(pages)) {
    if (page.endsWith('.md') && page !== 'README.md') cpSync(join(pages, page), join(root, 'dist', 'rules', page));
  }
}

/** Keeps what a script is made of for scripts/weigh.ts. */
const keepWeights =
  (outfile) =>
  ({ metafile }) => {
    if (!metafile) return;
    const folder = join(root, 'out', 'weigh');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${basename(outfile)}.json`), JSON.stringify(metafile));
  };

async function run({ entry, options }) {
  const config = { ...options, entryPoints: [join(root, entry)] };
  // esbuild has printed what is wrong; the other targets are still worth building.
  if (!watch)
    return build({ ...config, metafile: weighed }).then(
      keepWeights(options.outfile),
      () => void (process.exitCode = 1),
    );
  await (await context({ ...config, logLevel: 'info' })).watch();
}

copyLoadedFiles();
const wanted = process.argv.includes('--tests') ? [...targets, testTarget] : targets;
for (const target of wanted) await run(target);
