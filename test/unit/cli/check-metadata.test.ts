/** Fixes of a notebook's metadata on the command line: only the bytes of the metadata change. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { carbonHints } from './cli';
import { temporaryFolder, type Folder } from './folder';

const CELLS = [
  'import pandas as pd',
  'frame = pd.read_csv("tides.csv")\nprint(frame)\nframe.plot()\nprint(len(frame))',
];

/** As Colab writes it: metadata after the cells, two spaces, no line end at the end. */
function colab(first = CELLS[0], metadata = '    "accelerator": "GPU",\n', type = '\n      "gpuType": "T4"\n    ') {
  const cell = (source: string) =>
    `    {"cell_type":"code", "execution_count": 1, "metadata": {}, "outputs": [ {"text": ["\\u00e9\\n"]} ],
     "source": ${JSON.stringify(source)}}`;
  const cells = [first ?? '', CELLS[1] ?? ''].map(cell).join(',\n');
  return `{\n  "nbformat": 4,\n  "metadata": {\n${metadata}    "colab": {${type}}\n  },\n  "cells": [\n${cells}\n  ]\n}`;
}

const WITHOUT = colab(CELLS[0], '', '');

interface Edit {
  readonly cell: number | null;
  readonly range: Readonly<Record<'start' | 'end', { readonly line: number; readonly column: number }>>;
  readonly newText: string;
}
interface Report {
  readonly findings: readonly { readonly fixes: readonly { readonly edits: readonly Edit[] }[] }[];
}
interface Sarif {
  readonly runs: readonly {
    readonly results: readonly {
      readonly fixes: readonly {
        readonly artifactChanges: readonly { readonly replacements: readonly { readonly deletedRegion: unknown }[] }[];
      }[];
    }[];
  }[];
}

/** As a reader of the report would apply it: lines and columns of the file. */
function apply(text: string, edits: readonly Edit[]): string {
  const starts = text.split('\n').reduce((all, line) => [...all, all.at(-1)! + line.length + 1], [0]);
  const at = ({ line, column }: { line: number; column: number }) => starts[line - 1]! + column - 1;
  return [...edits]
    .sort((a, b) => at(b.range.start) - at(a.range.start))
    .reduce((now, { range, newText }) => now.slice(0, at(range.start)) + newText + now.slice(at(range.end)), text);
}

describe('carbon-hints check with metadata of notebooks', () => {
  let folder: Folder;
  const check = (...args: string[]) => carbonHints(['check', '.', ...args], { cwd: folder.path });
  const read = (name: string) => readFileSync(join(folder.path, name), 'utf8');

  beforeEach(() => (folder = temporaryFolder({ 'tides.ipynb': colab() })));
  afterEach(() => folder.remove());

  it('--fix writes nothing else, and nothing is found afterwards', async () => {
    const { code, out } = await check('--fix');
    assert.equal(read('tides.ipynb'), WITHOUT);
    assert.equal(code, 0, out);
    assert.match(out, /1 fix applied/);
  });

  it('--diff shows the lines of the file, and leaves it', async () => {
    const { out } = await check('--diff');
    assert.deepEqual(
      out.split('\n').filter((line) => /^[-+] /.test(line)),
      ['-    "accelerator": "GPU",', '-    "colab": {', '-      "gpuType": "T4"', '-    }', '+    "colab": {}'],
    );
    assert.equal(read('tides.ipynb'), colab());
  });

  it('JSON has edits in lines of the file, in no cell', async () => {
    const { findings } = JSON.parse((await check('--format', 'json')).out) as Report;
    const edits = findings[0]!.fixes[0]!.edits;
    assert.deepEqual(edits[0], {
      cell: null,
      range: { start: { line: 4, column: 5 }, end: { line: 5, column: 5 } },
      newText: '',
    });
    assert.ok(edits.every(({ cell }) => cell === null));
    assert.equal(apply(colab(), edits), WITHOUT);
  });

  it('SARIF can express the fix, because it lies in no cell', async () => {
    const { runs } = JSON.parse((await check('--format', 'sarif')).out) as Sarif;
    const [fix] = runs[0]!.results[0]!.fixes;
    assert.deepEqual(
      fix!.artifactChanges[0]!.replacements.map(({ deletedRegion }) => deletedRegion),
      [
        { startLine: 4, startColumn: 5, endLine: 5, endColumn: 5 },
        { startLine: 5, startColumn: 15, endLine: 7, endColumn: 5 },
      ],
    );
  });

  it('a comment keeps the metadata', async () => {
    const allowed = colab('import pandas as pd  # carbon: ignore[idle-accelerator-runtime] for later');
    folder.write('tides.ipynb', allowed);
    assert.equal((await check('--fix')).code, 0);
    assert.equal(read('tides.ipynb'), allowed);
  });

  it('a softer verdict waits for --review-fixes', async () => {
    const hidden = (metadata?: string, type?: string) =>
      colab('import os\nimport tensorflow as tf\nos.environ["CUDA_VISIBLE_DEVICES"] = "-1"', metadata, type);
    folder.write('tides.ipynb', hidden());
    assert.equal((await check('--fix')).code, 1);
    assert.equal(read('tides.ipynb'), hidden());
    assert.equal((await check('--review-fixes')).code, 0);
    assert.equal(read('tides.ipynb'), hidden('', ''));
  });

  it('are written together with cells', async () => {
    const grid = [
      'import pandas as pd',
      'from sklearn.datasets import fetch_openml',
      'from sklearn.model_selection import GridSearchCV',
      'from sklearn.svm import SVC',
      'X, y = fetch_openml("adult", return_X_y=True)',
      'grid = {"C": [1, 2, 3, 4, 5, 6, 7, 8], "gamma": [1, 2, 3, 4, 5, 6, 7, 8]}',
      'search = GridSearchCV(SVC(), grid, cv=5).fit(X, y)',
    ].join('\n');
    folder.write('tides.ipynb', colab(grid));
    await check('--review-fixes');
    const after = read('tides.ipynb');
    assert.match(after, /HalvingGridSearchCV/);
    assert.equal(
      after.replace(/"source": "import pandas[^\n]*/, ''),
      colab(grid, '', '').replace(/"source": "import pandas[^\n]*/, ''),
    );
  });
});
