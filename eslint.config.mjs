/** Lint rules: typescript-eslint's strict set, and the house style of docs/contributing.md. */
import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';
import { houseRules } from './scripts/eslint/house-rules.mjs';

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Named exports only: a name is the same in every file that uses it.',
};
const counted = { skipBlankLines: true, skipComments: true };

const outside = [
  { group: ['node:*', 'vscode'], message: 'src/core knows text: no files, processes, clocks or editors.' },
];

export default tseslint.config(
  {
    ignores: ['dist/', 'out/', 'coverage/', '.cache/', '.vscode-test/', 'node_modules/', 'media/', 'test/**/fixtures/'],
  },
  eslint.configs.recommended,
  { plugins: { house: houseRules }, linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      // A port that may be asynchronous is implemented by functions that need not wait.
      '@typescript-eslint/require-await': 'off',
      // `return void done()` ends early; a Disposable is anything with `dispose`.
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      'no-restricted-syntax': ['error', noDefaultExport],
      'house/no-boolean-parameters': 'error',
      'no-else-return': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.{ts,mjs,cjs}'],
    rules: {
      'house/file-header': 'error',
      'max-lines': ['error', { max: 200, ...counted }],
      'max-lines-per-function': ['error', { max: 50, ...counted }],
    },
  },
  {
    files: ['src/core/**/*.ts', 'src/data/**/*.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: outside }], 'no-console': 'error' },
  },
  {
    // One type a syntax node, and tables of facts, read better in one piece.
    files: ['src/core/syntax/ast.ts', 'src/data/**/*.ts', 'src/vscode/contributions.ts'],
    rules: { 'max-lines': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 400, ...counted }],
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['**/*.{mjs,cjs}'],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        module: 'writable',
        URL: 'readonly',
        setTimeout: 'readonly',
      },
    },
  },
);
