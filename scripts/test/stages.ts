/** The stages of `npm test`, in the order they run: cheap and static first, a real VS Code last. */
import { createPackage } from '../package';
import { activationSize, extensionSize, pageSize, type Size, sizeLine, vsixSize } from '../size';
import { ensureBrowser } from './browser';
import { hosted } from './hosted';
import { command, minutes, mocha, type Outcome, script, type Stage, tool } from './stage';

function withinBudget(measure: () => Size): Outcome {
  const size = measure();
  const line = sizeLine(size);
  return size.bytes <= size.budget ? { passed: 1, failures: [], notes: [line] } : { passed: 0, failures: [line] };
}

async function packaged(): Promise<Outcome> {
  await createPackage();
  return withinBudget(vsixSize);
}

const testFolders = ['unit', 'property', 'rules', 'golden', 'validation'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);

export const stages: readonly Stage[] = [
  { name: 'build', run: command('build', ['esbuild.config.mjs', '--tests']) },
  { name: 'types', run: command('tsc', [tool('typescript/bin/tsc'), '--noEmit']) },
  { name: 'types of core', run: command('tsc', [tool('typescript/bin/tsc'), '--noEmit', '-p', 'tsconfig.core.json']) },
  {
    name: 'types of the page',
    run: command('tsc', [tool('typescript/bin/tsc'), '--noEmit', '-p', 'src/webview/page']),
  },
  { name: 'lint', run: command('eslint', [tool('eslint/bin/eslint.js'), '.', '--max-warnings', '0'], minutes(10)) },
  { name: 'format', run: command('prettier', [tool('prettier/bin/prettier.cjs'), '--check', '.']) },
  {
    name: 'dependency direction',
    run: command('depcruise', [
      tool('dependency-cruiser/bin/dependency-cruise.mjs'),
      '--config',
      '.dependency-cruiser.cjs',
      'src',
    ]),
  },
  { name: 'dead code', run: command('knip', [tool('knip/bin/knip.js')]) },
  { name: 'generated files', run: command('generate', [...script('generate.ts'), '--check']) },
  { name: 'generated tables', run: command('generate-intensity', ['scripts/generate-intensity.mjs', '--check']) },
  { name: 'unit', run: mocha('unit', testFolders, minutes(15)) },
  { name: 'activation size', needs: ['build'], run: () => Promise.resolve(withinBudget(activationSize)) },
  { name: 'bundle size', needs: ['build'], run: () => Promise.resolve(withinBudget(extensionSize)) },
  { name: 'dashboard size', needs: ['build'], run: () => Promise.resolve(withinBudget(pageSize)) },
  { name: 'package', needs: ['build'], run: packaged },
  { name: 'package content', needs: ['package'], run: mocha('packaged', ['test/packaged/**/*.test.ts'], minutes(5)) },
  { name: 'browser', run: ensureBrowser },
  {
    name: 'dashboard page',
    needs: ['build', 'browser'],
    run: mocha('page', ['test/webview/**/*.test.ts'], minutes(5)),
  },
  {
    name: 'vscode oldest',
    needs: ['build'],
    run: hosted('test/vscode/runner/run.ts', ['oldest'], 'in-host-oldest.json'),
  },
  {
    name: 'vscode newest',
    needs: ['build'],
    run: hosted('test/vscode/runner/run.ts', ['newest'], 'in-host-newest.json'),
  },
  {
    name: 'workbench',
    needs: ['package', 'browser'],
    run: hosted('test/vscode/workbench/run.ts', [], 'workbench.json'),
  },
  { name: 'start', needs: ['build'], run: command('start --check', [...script('start.ts'), '--check'], minutes(8)) },
];

/** `--only unit,lint` keeps the stages whose name starts with one of the words; an unknown word is an error. */
export function selected(args: readonly string[], all: readonly Stage[]): readonly Stage[] {
  const at = args.indexOf('--only');
  if (at < 0) return all;
  const words = (args[at + 1] ?? '').split(',').filter((word) => word !== '');
  const unknown = words.filter((word) => !all.some(({ name }) => name.startsWith(word)));
  if (words.length === 0 || unknown.length > 0) {
    throw new Error(`--only takes names of ${all.map(({ name }) => name).join(', ')}; not ${unknown.join(', ')}`);
  }
  return all
    .filter(({ name }) => words.some((word) => name.startsWith(word)))
    .map((stage) => ({ ...stage, needs: [] }));
}
