/** What a notebook says around its code: cells that only measure, and metadata that change while it is open. */
import assert from 'node:assert/strict';
import { createEngine } from '../../../src/core/engine';
import type { CellSource, Engine, Source } from '../../../src/core/engine-types';
import type { NotebookMetadata } from '../../../src/core/text/notebook/metadata';
import { config, context } from '../../bench/setting';
import { grammarBytes } from '../../support/grammar';
import '../../support/tables';

const SEARCH = [
  'from sklearn.datasets import fetch_openml',
  'from sklearn.model_selection import GridSearchCV',
  'from sklearn.svm import SVC',
  'X, y = fetch_openml("adult", return_X_y=True)',
  'search = GridSearchCV(SVC(), {"C": list(range(1, 9)), "gamma": list(range(1, 9))}, cv=5)',
  'search.fit(X, y)',
].join('\n');
const TABLES = ['import pandas as pd', 'frame = pd.read_csv("a.csv")\nprint(frame)\nframe.plot()\nprint(len(frame))'];

function notebook(texts: readonly string[], metadata: NotebookMetadata = {}): Source {
  return { kind: 'notebook', cells: texts.map((text): CellSource => ({ kind: 'code', text })), metadata };
}

describe('a notebook around its code', () => {
  let engine: Engine;
  before(async () => void (engine = await createEngine(grammarBytes())));
  after(() => engine.dispose());
  beforeEach(() => engine.open('n', notebook(['']), { path: 'n.ipynb' }));

  function rulesOf(source: Source): string[] {
    engine.replace('n', source);
    return engine.analyse('n', config, context).findings.map(({ rule }) => rule);
  }

  it('has findings in no cell under %%timeit, and in those under %%time', () => {
    assert.deepEqual(rulesOf(notebook([`%%time\n${SEARCH}`])), ['exhaustive-grid-search']);
    assert.deepEqual(rulesOf(notebook([`%%timeit -r 1 -n 1\n${SEARCH}`])), []);
    assert.deepEqual(rulesOf(notebook([`\n%%capture\n%%timeit\n${SEARCH}`])), []);
  });

  it('has them again when the magic goes, also where another cell stays measured', () => {
    assert.deepEqual(rulesOf(notebook(['%%timeit\nprint(1)', `%%timeit\n${SEARCH}`])), []);
    assert.deepEqual(rulesOf(notebook(['%%timeit\nprint(1)', SEARCH])), ['exhaustive-grid-search']);
    assert.deepEqual(rulesOf(notebook(['x = 1', '%%timeit\nprint(1)', SEARCH])), ['exhaustive-grid-search']);
    assert.deepEqual(rulesOf(notebook(['x = 1', 'print(1)', `%%timeit\n${SEARCH}`])), []);
  });

  it('has a finding as long as its metadata ask for an accelerator', () => {
    assert.deepEqual(rulesOf(notebook(TABLES)), []);
    assert.deepEqual(rulesOf(notebook(TABLES, { accelerator: 'GPU' })), ['idle-accelerator-runtime']);
    assert.deepEqual(rulesOf(notebook(TABLES, { colab: { gpuType: 'T4' } })), []);
  });
});
