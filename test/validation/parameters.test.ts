/** Weights that the model counts in source code against what torch and Keras count in the networks that the code builds. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createModel, createWorkspace } from '../../src/core/model/build';
import type { Model } from '../../src/core/model/model';
import { networkOf } from '../../src/core/model/networks/network';
import { passThrough } from '../../src/core/model/networks/pass';
import type { Expr } from '../../src/core/syntax/ast';
import { loadParser, parse } from '../support/program';

const FOLDER = join(__dirname, 'parameters');
/** Share of the networks that must be counted to the last weight. */
const EXACT = 0.95;
/** By how much the work of the others may differ from what the libraries count. */
const CLOSE = 0.005;

interface Row {
  readonly file: string;
  readonly name: string;
  readonly weights: number;
  /** Of one forward pass of one sample; null where the file does not say what goes in. */
  readonly flops: number | null;
}

const rows: readonly Row[] = readFileSync(join(FOLDER, 'counts.csv'), 'utf8')
  .split('\n')
  .filter((line) => /^\w+\.py,/.test(line))
  .map((line) => line.split(','))
  .map(([file = '', name = '', weights = '', flops = '']) => ({
    file,
    name,
    weights: Number(weights),
    flops: flops === '' ? null : Number(flops),
  }));

const files = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.py'))
  .map((path) => ({ path, text: readFileSync(join(FOLDER, path), 'utf8') }));

function modelOfFile(path: string): Model {
  const text = files.find((file) => file.path === path)?.text ?? '';
  const document = {
    path,
    kind: 'module',
    accelerator: null,
    isTest: false,
    surroundings: [],
    modules: files,
  } as const;
  return createModel(parse(text), document, { workspace: createWorkspace(files, parse) });
}

function assignedTo(model: Model, name: string): Expr {
  const binding = model.program.module.scope.bindings(name).at(-1);
  assert.ok(binding?.value, name);
  return binding.value;
}

describe('weights counted in source code', () => {
  let counted: readonly { readonly row: Row; readonly least: number; readonly most: number }[] = [];

  before(async () => {
    await loadParser();
    const models = new Map([...new Set(rows.map(({ file }) => file))].map((file) => [file, modelOfFile(file)]));
    counted = rows.map((row) => {
      const model = models.get(row.file);
      const network = model && networkOf(model, assignedTo(model, row.name));
      return { row, ...(network?.weights ?? { least: 0, most: Infinity }) };
    });
  });

  it('are those of at least sixty networks in at least five styles', () => {
    assert.ok(rows.length >= 60);
    assert.ok(new Set(rows.map(({ file }) => file)).size >= 5);
  });

  it('bound what the libraries count: unknown is allowed, wrong is not', () => {
    const wrong = counted.filter(({ row, least, most }) => row.weights < least || row.weights > most);
    assert.deepEqual(wrong, []);
  });

  it(`are exact for ${EXACT * 100} % of them`, () => {
    const inexact = counted.filter(({ least, most }) => least !== most);
    assert.ok(inexact.length <= (1 - EXACT) * counted.length, JSON.stringify(inexact));
  });
});

describe('work of a forward pass counted in source code', () => {
  let counted: readonly { readonly row: Row; readonly flops: number | undefined }[] = [];

  before(async () => {
    await loadParser();
    const models = new Map([...new Set(rows.map(({ file }) => file))].map((file) => [file, modelOfFile(file)]));
    counted = rows.map((row) => {
      const model = models.get(row.file);
      return { row, flops: model && passThrough(model, assignedTo(model, row.name), [])?.flops };
    });
  });

  const asked = () => counted.filter(({ row }) => row.flops !== null);

  it('is known of at least thirty networks', () => {
    assert.ok(asked().length >= 30);
  });

  // Torch multiplies element by element over a side of one, and Keras runs one more step of a SimpleRNN to see what it gives.
  it(`is what the libraries count to ${100 * CLOSE} %, or not told`, () => {
    const wrong = asked().filter(({ row, flops = row.flops }) => Math.abs((flops ?? 0) / (row.flops ?? 1) - 1) > CLOSE);
    assert.deepEqual(wrong, []);
  });

  it(`is exact for ${EXACT * 100} % of them`, () => {
    const inexact = asked().filter(({ row, flops }) => flops !== row.flops);
    assert.ok(inexact.length <= (1 - EXACT) * asked().length, JSON.stringify(inexact));
  });
});
