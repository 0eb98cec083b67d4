/** The generators that turn folders and metas into registries, tables and marked sections. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { groupOf, GROUPS } from '../../../scripts/generate/groups';
import { between, root, table } from '../../../scripts/generate/output';
import { kinds } from '../../../scripts/generate/parts';
import { registryText } from '../../../scripts/generate/registries';
import { savingWords } from '../../../scripts/generate/rule-pages';

describe('generated text', () => {
  it('gives a registry one import a folder, named after it', () => {
    const text = registryText(kinds.rules, ['exhaustive-grid-search']);
    assert.match(text, /import \{ rule as exhaustiveGridSearchRule \} from '\.\/exhaustive-grid-search\/rule';/);
    assert.match(text, /export const rules: readonly Rule\[\] = \[exhaustiveGridSearchRule\];/);
  });

  it('keeps what stands around the markers', () => {
    const text = 'before\n<!-- rules:start -->old<!-- rules:end -->\nafter';
    assert.equal(
      between(text, 'rules', 'new', 'README.md'),
      'before\n<!-- rules:start -->\n\nnew\n\n<!-- rules:end -->\nafter',
    );
  });

  it('refuses a file that lost its markers', () => {
    assert.throws(() => between('no markers', 'rules', 'new', 'README.md'), /README\.md lacks the markers/);
  });

  it('escapes the bars of a table cell', () => {
    assert.equal(table(['a'], [['x | y']]), '| a |\n| --- |\n| x \\| y |');
  });

  it('writes a saving as a share of its scope, and says when there is no figure', () => {
    const saving = { scope: 'search', low: 0.54, typical: 0.8, high: 0.91, grade: 'C', source: '' } as const;
    assert.equal(savingWords(saving), '54 % to 91 % of the search');
    const unknown = { scope: 'train', low: null, typical: null, high: null, grade: 'N', source: '' } as const;
    assert.equal(savingWords(unknown), 'not quantified');
  });

  it('groups a rule by its category, and by its first framework where that says more', () => {
    assert.equal(groupOf({ category: 'search', frameworks: ['sklearn'] }).title, 'My search takes days');
    assert.equal(groupOf({ category: 'stopping', frameworks: ['xgboost'] }).title, 'I use tabular data');
    assert.equal(
      groupOf({ category: 'data', frameworks: ['huggingface', 'torch'] }).title,
      'I fine-tune a language model',
    );
    assert.equal(groupOf({ category: 'data', frameworks: [] }).title, 'My GPU waits for data');
    assert.ok(GROUPS.includes(groupOf({ category: 'attention', frameworks: ['torch'] })));
  });

  it('links only pages that are there from the table of strategies', () => {
    const text = readFileSync(join(root, 'docs', 'strategies.md'), 'utf8');
    const links = [...text.matchAll(/\]\(([\w./-]+)\)/g)].map(([, link]) => link ?? '');
    assert.ok(links.length > 0);
    for (const link of links) assert.ok(existsSync(join(root, 'docs', link)), link);
  });
});
