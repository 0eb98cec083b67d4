/** What must hold for any text, any edits and any notebook. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits, minimalEdit, shiftSpan, splitsPair } from '../../src/core/text/edits';
import { LineIndex } from '../../src/core/text/lines';
import { blankMagics } from '../../src/core/text/notebook/magics';
import { joinCells, toCell, toModule } from '../../src/core/text/notebook/module';
import { parseNotebook, type NotebookFile } from '../../src/core/text/notebook/parse';
import { writeNotebook } from '../../src/core/text/notebook/write';
import type { TextEdit } from '../../src/core/text/span';

const SEED = 20261124;
const RUN = { seed: SEED, numRuns: 500 };

const piece = fc.constantFrom(
  ...['a', 'bc', ' ', '    ', '\t', '\n', '\r\n', '\r', '😀', 'é', '"', "'", '"""', '(', ')', '#', '\\', ';', '?', '='],
  ...['%time ', '%%bash', '%%time\n', '!ls', 'x = !ls', 'x = 1\n', 'if x:\n', 'pip install y\n', '\u0000', '\uFEFF'],
);
const text = fc.array(piece, { maxLength: 25 }).map((parts) => parts.join(''));
const cellText = text.map((one) => one.replace(/\r\n?/g, '\n'));
const cell = fc.record({ kind: fc.constantFrom('code' as const, 'markup' as const), text: cellText });

/** Edits that do not overlap, as cut points of a text with something to put between each second pair. */
const edited = fc
  .tuple(text, fc.array(fc.tuple(fc.nat(100), fc.nat(100), piece), { maxLength: 5 }))
  .map(([source, raw]) => {
    const edits: TextEdit[] = [];
    let at = 0;
    for (const [skip, length, newText] of raw) {
      const start = Math.min(source.length, at + (skip % 7));
      const end = Math.min(source.length, start + (length % 5));
      edits.push({ span: { start, end }, newText });
      at = end + 1;
      if (at > source.length) break;
    }
    return { source, edits };
  });

describe(`text (seed ${SEED})`, () => {
  it('keeps everything outside the edited spans', () => {
    fc.assert(
      fc.property(edited, ({ source, edits }) => {
        const after = applyEdits(source, [...edits].reverse());
        assert.ok(after !== undefined);
        let [from, to] = [0, 0];
        for (const { span, newText } of edits) {
          assert.equal(after.slice(to, to + span.start - from), source.slice(from, span.start));
          to += span.start - from + newText.length;
          from = span.end;
        }
        assert.equal(after.slice(to), source.slice(from));
      }),
      RUN,
    );
  });

  it('finds an edit between any two texts that splits no pair', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const edit = minimalEdit(before, after);
        assert.equal(applyEdits(before, edit ? [edit] : []), after);
        assert.ok(!edit || (!splitsPair(before, edit.span.start) && !splitsPair(before, edit.span.end)));
      }),
      RUN,
    );
  });

  it('keeps a moved span inside the text and on the same characters when they were not touched', () => {
    fc.assert(
      fc.property(edited, fc.nat(60), fc.nat(9), ({ source, edits }, start, length) => {
        const [edit] = edits;
        const span = { start: Math.min(start, source.length), end: Math.min(start + length, source.length) };
        const after = edit && applyEdits(source, [edit]);
        if (!edit || after === undefined) return;
        const moved = shiftSpan(span, edit);
        assert.ok(moved.start >= 0 && moved.start <= moved.end && moved.end <= after.length);
        const untouched = edit.span.end <= span.start || edit.span.start >= span.end;
        if (untouched) assert.equal(after.slice(moved.start, moved.end), source.slice(span.start, span.end));
      }),
      RUN,
    );
  });

  it('goes from offset to position and back', () => {
    fc.assert(
      fc.property(text, (source) => {
        const index = new LineIndex(source);
        for (let offset = 0; offset <= source.length; offset += 1) {
          const position = index.positionAt(offset);
          const insideEnd = offset > index.endOf(position.line);
          assert.equal(index.offsetAt(position), insideEnd ? index.endOf(position.line) : offset);
        }
      }),
      RUN,
    );
  });
});

describe(`notebooks (seed ${SEED})`, () => {
  it('keep length and line ends when magics are blanked', () => {
    fc.assert(
      fc.property(text, (source) => {
        const blanked = blankMagics(source).text;
        assert.equal(blanked.length, source.length);
        assert.equal(blanked.replace(/[^\r\n]/g, ''), source.replace(/[^\r\n]/g, ''));
      }),
      RUN,
    );
  });

  it('blank nothing more the second time', () => {
    fc.assert(
      fc.property(cellText, (source) => {
        const once = blankMagics(source).text;
        assert.equal(blankMagics(once).text, once);
      }),
      RUN,
    );
  });

  it('map every cell offset to the module and back', () => {
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 6 }), (cells) => {
        const module = joinCells(cells);
        cells.forEach(({ kind, text: source }, index) => {
          for (let at = 0; kind === 'code' && at <= source.length; at += 1) {
            const place = { cell: index, span: { start: at, end: source.length } };
            const span = toModule(module, place);
            assert.ok(span);
            assert.deepEqual(toCell(module, span), place);
          }
        });
      }),
      RUN,
    );
  });

  it('write only the cell that was edited', () => {
    const shape = fc.record({
      cells: fc.array(cell, { minLength: 1, maxLength: 4 }),
      list: fc.boolean(),
      at: fc.nat(40),
    });
    fc.assert(
      fc.property(shape, piece, ({ cells, list, at }, insert) => {
        const json = notebookText(cells, list ? 'list' : 'string');
        const before = read(json);
        const source = before.cells[0]?.text ?? '';
        const offset = Math.min(at, source.length);
        const edit = { span: { start: offset, end: Math.min(source.length, offset + 2) }, newText: insert };
        const after = writeNotebook(json, before, { cells: [{ cell: 0, edits: [edit] }] }) ?? '';
        const expected = applyEdits(source, [edit])?.replace(/\r\n?/g, '\n');
        assert.deepEqual(
          read(after).cells.map((one) => one.text),
          [expected, ...before.cells.slice(1).map((one) => one.text)],
        );
        assert.equal(outside(after), outside(json));
      }),
      RUN,
    );
  });

  it('never throw for a damaged file', () => {
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 3 }), fc.nat(400), piece, (cells, at, insert) => {
        const json = notebookText(cells, 'list');
        parseNotebook(json.slice(0, at));
        parseNotebook(json.slice(0, at) + insert + json.slice(at + 1));
      }),
      RUN,
    );
  });
});

function notebookText(cells: readonly { kind: string; text: string }[], form: 'list' | 'string'): string {
  const lines = (source: string): string[] => source.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const list = cells.map(({ kind, text: source }) => ({
    cell_type: kind === 'code' ? 'code' : 'markdown',
    outputs: [{ text: source }],
    source: form === 'list' ? lines(source) : source,
  }));
  return JSON.stringify({ cells: list, metadata: {}, nbformat: 4 }, null, 1);
}

function read(json: string): NotebookFile {
  const parsed = parseNotebook(json);
  if (parsed.kind === 'error') throw new Error(parsed.message);
  return parsed.notebook;
}

/** The file without the source of its first cell. */
function outside(json: string): string {
  const span = read(json).cells[0]?.source;
  return span ? json.slice(0, span.start) + json.slice(span.end) : json;
}
