/** The programs that prove the fixes still meet the fixes that they name; running them is `npm run proof`. */
import { deepStrictEqual } from 'node:assert/strict';
import { offeredFixes } from '../../../scripts/proof/fixed';
import { programsOf, rulesWithFixes, strayFolders } from '../../../scripts/proof/programs';
import { readResults } from '../../../scripts/proof/results';
import { tablesFolder } from '../../../src/cli/assets';
import { readTablesWith } from '../../../src/data/table';
import { tablesIn } from '../../../src/host/node-tables';
import { syntaxErrors } from '../../rules/python';

describe('programs of the proof', () => {
  before(() => readTablesWith(tablesIn(tablesFolder())));

  it('are kept in folders that are named after rules with fixes', () => {
    deepStrictEqual(strayFolders(), []);
  });

  for (const program of rulesWithFixes().flatMap(programsOf)) {
    it(`${program.rule} offers for ${program.name} what the markers name`, async () => {
      const { original, fixed, problems } = await offeredFixes(program);
      deepStrictEqual(problems, []);
      deepStrictEqual(
        fixed.map(({ title }) => title),
        program.fixes,
      );
      deepStrictEqual(syntaxErrors([original, ...fixed.map(({ text }) => text)]).filter(Boolean), []);
    });
  }
});

describe('results of the proof', () => {
  it('are about programs that are there', () => {
    const programs = new Set(
      rulesWithFixes()
        .flatMap(programsOf)
        .map(({ rule, name }) => `${rule}/${name}`),
    );
    const gone = readResults().proofs.filter(({ rule, program }) => !programs.has(`${rule}/${program}`));
    deepStrictEqual(gone, []);
  });
});
