/** Changing the metadata of a notebook: in plain data, and in the bytes of the file. */
import assert from 'node:assert/strict';
import { acceleratorOf, withoutAccelerator } from '../../../src/core/text/notebook/accelerator';
import {
  changedMetadata,
  metadataChanges,
  type MetadataEdit,
  type NotebookMetadata,
} from '../../../src/core/text/notebook/metadata';
import { parseNotebook } from '../../../src/core/text/notebook/parse';
import { writeNotebook } from '../../../src/core/text/notebook/write';

const remove = (...path: string[]): MetadataEdit => ({ kind: 'remove', path });
const set = (value: string | boolean, ...path: string[]): MetadataEdit => ({ kind: 'set', path, value });

/** The metadata as they are written, with cells and outputs around them. */
function file(metadata: string, lineEnd = '\n'): string {
  const outputs = '"outputs": [{"text": "\\u00e9 1e3",  "data": 1.0}]';
  const text = `{\n "cells": [{"cell_type": "code", ${outputs}, "source": "x"}],\n "metadata": ${metadata},\n "nbformat": 4\n}\n`;
  return text.replaceAll('\n', lineEnd);
}

function written(text: string, ...metadata: MetadataEdit[]): string | undefined {
  const parsed = parseNotebook(text);
  if (parsed.kind === 'error') throw new Error(parsed.message);
  return writeNotebook(text, parsed.notebook, { cells: [], metadata });
}

describe('metadata of a notebook', () => {
  it('lose an entry with the comma and the line that were its own', () => {
    const [first, middle, last] = ['{\n  "a": 1,\n', '  "b": {"c": 2},\n', '  "d": 3\n }'];
    const whole = file(first + middle + last);
    assert.equal(written(whole, remove('a')), file(`{\n${middle}${last}`));
    assert.equal(written(whole, remove('b')), file(first + last));
    assert.equal(written(whole, remove('d')), file(`${first}  "b": {"c": 2}\n }`));
    assert.equal(written(whole, remove('b', 'c')), file(`${first}  "b": {},\n${last}`));
  });

  it('lose neighbours, and all that there is', () => {
    const whole = file('{\n  "a": 1,\n  "b": 2,\n  "c": 3\n }');
    assert.equal(written(whole, remove('a'), remove('b')), file('{\n  "c": 3\n }'));
    assert.equal(written(whole, remove('c'), remove('b')), file('{\n  "a": 1\n }'));
    assert.equal(written(whole, remove('a'), remove('c')), file('{\n  "b": 2\n }'));
    assert.equal(written(whole, remove('b'), remove('c'), remove('a')), file('{}'));
  });

  it('keep line ends, a byte order mark and a layout in one line', () => {
    const crlf = file('{\n  "a": 1,\n  "b": 2\n }', '\r\n');
    assert.equal(written(crlf, remove('b')), file('{\n  "a": 1\n }', '\r\n'));
    assert.equal(written(`\uFEFF${file('{"a":1,"b":2}')}`, remove('a')), `\uFEFF${file('{"b":2}')}`);
  });

  it('get another value in place', () => {
    const kaggle = (values: string) => file(`{"kaggle" : {${values} }}`);
    const edits = [set('none', 'kaggle', 'accelerator'), set(false, 'kaggle', 'isGpuEnabled')];
    const before = kaggle('"accelerator":  "gpu", "isGpuEnabled":true');
    assert.equal(written(before, ...edits), kaggle('"accelerator":  "none", "isGpuEnabled":false'));
  });

  it('lose both entries of a name that is written twice', () => {
    assert.equal(written(file('{"a": 1, "b": 2, "a": 3}'), remove('a')), file('{"b": 2}'));
  });

  it('are left alone where there is no such entry', () => {
    assert.equal(written(file('{"a": 1}'), remove('b')), undefined);
    assert.equal(written(file('{"a": 1}'), set('x', 'a', 'b')), undefined);
    assert.equal(written('{"cells": []}', remove('a')), undefined);
  });

  it('change as plain data, and tell what changed', () => {
    const before: NotebookMetadata = { accelerator: 'GPU', colab: { gpuType: 'T4' }, kernelspec: { name: 'python3' } };
    const edits = [remove('accelerator'), remove('colab', 'gpuType'), remove('kaggle', 'accelerator')];
    const after = changedMetadata(before, edits);
    assert.deepEqual(after, { colab: {}, kernelspec: { name: 'python3' } });
    assert.equal(after['kernelspec'], before['kernelspec']);
    assert.deepEqual(metadataChanges(before, after), edits.slice(0, 2));
    assert.deepEqual(changedMetadata(after, [set('none', 'kaggle', 'accelerator')])['kaggle'], { accelerator: 'none' });
  });

  it('ask for no accelerator once it is taken out, whoever wrote them', () => {
    const all: NotebookMetadata[] = [
      { accelerator: 'GPU' },
      { accelerator: 'TPU', colab: { gpuType: 'V28' } },
      { kaggle: { accelerator: 'nvidiaTeslaT4', isGpuEnabled: true } },
      { kaggle: { isGpuEnabled: true } },
      { accelerator: 'GPU', colab: { gpuType: 'T4' }, kaggle: { accelerator: 'gpu', isGpuEnabled: true } },
    ];
    for (const metadata of all) {
      assert.notEqual(acceleratorOf(metadata), null);
      const without = changedMetadata(metadata, withoutAccelerator(metadata));
      assert.equal(acceleratorOf(without), null, JSON.stringify(without));
      assert.deepEqual(withoutAccelerator(without), []);
    }
  });
});
