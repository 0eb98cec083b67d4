/** Searching a text that is being edited gives what searching it afresh gives. */
import assert from 'node:assert/strict';
import { firstIn, TextSearch } from '../../../src/core/text/search';
import { random } from '../../bench/training-code';

const WORDS = ['fit', 'import torch', /\bGridSearchCV\b/, /\.\s*backward\s*\(/, /^import/m, 'nowhere'];
const PIECES = ['fit', '\n', 'import torch\n', 'GridSearchCV', 'loss\n  .backward', '(', ' ', 'x', '.backward()\n'];

describe('text search', () => {
  it('follows edits', () => {
    const draw = random(7);
    const piece = (): string => PIECES[Math.floor(draw() * PIECES.length)] ?? '';
    let text = Array.from({ length: 40 }, piece).join('');
    const search = new TextSearch(text);
    for (let count = 0; count < 500; count += 1) {
      for (const word of WORDS)
        assert.deepEqual(search.seek(word).found, firstIn(text, word), JSON.stringify({ text, count }));
      const start = Math.floor(draw() * (text.length + 1));
      const oldEnd = Math.min(text.length, start + Math.floor(draw() * 6));
      const newText = draw() < 0.3 ? '' : piece();
      text = text.slice(0, start) + newText + text.slice(oldEnd);
      search.edited(text, { start, oldEnd, newEnd: start + newText.length });
    }
  });

  it('keeps a match that goes on behind the lines that an edit touched', () => {
    const text = 'callbacks = [\n    Checkpoint(),\n]\nmodel.compile()\nmodel.fit(\n    data,\n)\n';
    const call = /\bfit\s*\(\s*[^)\s]/;
    const search = new TextSearch(text);
    assert.ok(search.seek(call).found);
    const start = text.indexOf('()');
    const edited = `${text.slice(0, start)}s${text.slice(start)}`;
    search.edited(edited, { start, oldEnd: start, newEnd: start + 1 });
    assert.deepEqual(search.seek(call).found, firstIn(edited, call));
  });
});
