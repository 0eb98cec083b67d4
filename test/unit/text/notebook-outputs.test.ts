/** Stored outputs of notebook cells: which texts are kept, as a terminal would show them, and how long a cell ran. */
import assert from 'node:assert/strict';
import { pageText, printedText } from '../../../src/core/text/notebook/outputs';
import type { CellOutputs } from '../../../src/core/text/notebook/outputs';
import { parseNotebook } from '../../../src/core/text/notebook/parse';

/** The outputs of the only cell of a notebook. */
function outputsOf(cell: object): CellOutputs | undefined {
  const text = JSON.stringify({ cells: [{ cell_type: 'code', source: 'fit()', ...cell }], metadata: {}, nbformat: 4 });
  const parsed = parseNotebook(text);
  assert.ok(parsed.kind === 'notebook');
  return parsed.notebook.cells[0]?.outputs;
}

const stream = (text: string | string[], name = 'stdout'): object => ({ output_type: 'stream', name, text });

describe('stored outputs of a cell', () => {
  it('are absent where nothing ran', () => {
    assert.equal(outputsOf({}), undefined);
    assert.equal(outputsOf({ outputs: [] }), undefined);
  });

  it('join the pieces of a stream and tell values from displays', () => {
    const found = outputsOf({
      outputs: [
        stream(['Epoch 1', '/2\n']),
        stream('done\n', 'stderr'),
        { output_type: 'display_data', data: { 'text/plain': ['<Figure>'], 'image/png': 'aaaa' } },
        { output_type: 'execute_result', data: { 'text/plain': '(3, 2)', 'text/html': '<b>3</b>' } },
      ],
    });
    assert.deepEqual(found?.texts, [
      { form: 'printed', text: 'Epoch 1/2\ndone\n' },
      { form: 'shown', text: '<Figure>' },
      { form: 'value', text: '(3, 2)' },
    ]);
  });

  it('keep the text of a progress table in HTML', () => {
    const html =
      "<div>\n<progress value='9' max='9'></progress>\n [9/9 00:03 &lt; 00:00, Epoch 1/1]\n</div><table></table>";
    assert.equal(pageText(html), '[9/9 00:03 < 00:00, Epoch 1/1]');
    assert.equal(pageText('<table><tr><td>1</td></tr></table>'), undefined);
  });

  it('show a line that was drawn again and again as it was drawn last', () => {
    assert.equal(printedText('\r  0%| | 0/3\r100%|█| 3/3\nnext'), '100%|█| 3/3\nnext');
    assert.equal(printedText('1/9\b\b\b9/9 done\r\nnext'), '9/9 done\nnext');
    assert.equal(printedText('\u001b[1m9/9\u001b[0m \u001b[32m━━\u001b[0m'), '9/9 ━━');
  });

  it('are cut in the middle when they are long', () => {
    const text = printedText(`first\n${'x'.repeat(200_000)}\nlast`);
    assert.ok(text.length < 40_000 && text.startsWith('first\n') && text.endsWith('\nlast'));
  });

  it('say how long the cell ran, and whether it failed', () => {
    const execution = {
      'iopub.execute_input': '2024-05-01T10:00:00.000Z',
      'shell.execute_reply': '2024-05-01T10:01:02.500Z',
    };
    assert.equal(outputsOf({ metadata: { execution } })?.seconds, 62.5);
    assert.equal(outputsOf({ metadata: { papermill: { duration: 3.25 } } })?.seconds, 3.25);
    const failed = outputsOf({ outputs: [{ output_type: 'error', ename: 'KeyboardInterrupt', traceback: [] }] });
    assert.deepEqual(failed, { texts: [], seconds: null, failed: true });
  });

  it('read format 3', () => {
    const sheet = { cells: [{ cell_type: 'code', input: 'x', outputs: [{ output_type: 'pyout', text: ['(3, 2)'] }] }] };
    const parsed = parseNotebook(JSON.stringify({ worksheets: [sheet], nbformat: 3 }));
    assert.ok(parsed.kind === 'notebook');
    assert.deepEqual(parsed.notebook.cells[0]?.outputs?.texts, [{ form: 'value', text: '(3, 2)' }]);
  });
});
