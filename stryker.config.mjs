/**
 * Mutation testing: changes the code in small ways and says which changes no test notices. `npm run mutate -- --mutate 'src/core/units/*.ts'`.
 * The globs choose the code, and with it the tests that have to notice: those of its own folder, because each change runs all that reach it.
 */
const UNIT = 'test/unit';

const AREAS = {
  'src/core/units/': [`${UNIT}/units/*.test.ts`, `${UNIT}/estimate/**/*.test.ts`],
  'src/core/text/': [`${UNIT}/text/*.test.ts`, `${UNIT}/fixes/*.test.ts`],
  'src/core/fixes/': [`${UNIT}/text/*.test.ts`, `${UNIT}/fixes/*.test.ts`],
  'src/core/model/': [`${UNIT}/model/*.test.ts`],
  'src/core/estimate/': [
    `${UNIT}/units/*.test.ts`,
    `${UNIT}/estimate/**/*.test.ts`,
    `${UNIT}/report/estimate*.test.ts`,
  ],
  'src/core/rules/': [`test/rules/*.test.ts`],
};

const asked = process.argv.join(' ');
const areas = Object.keys(AREAS).filter((area) => asked.includes(area));
/** Without a glob: the smallest area, as an example. */
const [SMALLEST = ''] = Object.keys(AREAS);

export default {
  testRunner: 'mocha',
  testRunnerNodeArgs: ['--import', 'tsx'],
  mutate: [`${SMALLEST}*.ts`],
  mochaOptions: {
    spec: (areas.length > 0 ? areas : [SMALLEST]).flatMap((area) => AREAS[area]),
    require: ['./test/support/tables.ts'],
  },
  coverageAnalysis: 'perTest',
  // A change of what runs when a module is loaded would need a new process for each: tables have tests of their own (test/unit/data).
  ignoreStatic: true,
  concurrency: 1,
  incremental: true,
  incrementalFile: '.cache/mutate/incremental.json',
  tempDirName: '.cache/mutate/sandbox',
  ignorePatterns: ['.cache', '.vscode-test', 'dist', 'out'],
  reporters: ['clear-text', 'progress-append-only', 'html'],
  htmlReporter: { fileName: '.cache/mutate/report.html' },
};
