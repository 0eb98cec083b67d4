/** One module from many cells, and spans there and back. */
import assert from 'node:assert/strict';
import { joinCells, toCell, toModule } from '../../../src/core/text/notebook/module';

const module = joinCells([
  { kind: 'code', text: 'a = 1' },
  { kind: 'markup', text: '# Title' },
  { kind: 'code', text: '!ls\nb = 2' },
]);

describe('joining cells', () => {
  it('puts a line end after each code cell and leaves markup out', () => {
    assert.equal(module.text, 'a = 1\n   \nb = 2\n');
    assert.deepEqual(module.commands, [{ cell: 2, text: '!ls' }]);
  });

  it('maps a module span to the cell by its index in the notebook', () => {
    assert.deepEqual(toCell(module, { start: 10, end: 11 }), { cell: 2, span: { start: 4, end: 5 } });
    assert.deepEqual(toCell(module, { start: 5, end: 5 }), { cell: 0, span: { start: 5, end: 5 } });
  });

  it('has no cell for a span across cells', () => {
    assert.equal(toCell(module, { start: 0, end: 8 }), undefined);
  });

  it('maps back', () => {
    assert.deepEqual(toModule(module, { cell: 2, span: { start: 4, end: 5 } }), { start: 10, end: 11 });
    assert.equal(toModule(module, { cell: 1, span: { start: 0, end: 0 } }), undefined);
    assert.equal(toModule(module, { cell: 0, span: { start: 0, end: 6 } }), undefined);
  });
});
