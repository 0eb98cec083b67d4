/** The outputs of a cell in the editor: read as the core wants them, and only while they are those of its text. */
import * as assert from 'node:assert/strict';
import { OutputMemory, type PrintingCell } from '../../../src/vscode/documents/cell-outputs';

const STDOUT = 'application/vnd.code.notebook.stdout';

interface Item {
  readonly mime: string;
  readonly text: string;
  readonly type?: string;
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

/** A cell as a notebook has it that is just opened. */
function cellThat(...items: readonly Item[]): Writable<PrintingCell> {
  return { document: { version: 1 }, executionSummary: { executionOrder: 3 }, outputs: items.map(outputOf) };
}

function outputOf({ mime, text, type }: Item): PrintingCell['outputs'][number] {
  return { items: [{ mime, data: new TextEncoder().encode(text) }], metadata: { outputType: type ?? 'stream' } };
}

function finish(cell: Writable<PrintingCell>, order: number, seconds: number): void {
  cell.executionSummary = { executionOrder: order, success: true, timing: { startTime: 0, endTime: 1000 * seconds } };
}

describe('outputs of a cell in the editor', () => {
  it('are read by their kind', () => {
    const cell = cellThat(
      { mime: STDOUT, text: 'Epoch 1' },
      { mime: STDOUT, text: '/2\n' },
      { mime: 'text/plain', text: '(3, 2)', type: 'execute_result' },
      { mime: 'text/html', text: '<progress></progress>[9/9 00:03, Epoch 1/1]', type: 'display_data' },
      { mime: 'image/png', text: 'png' },
    );
    assert.deepEqual(new OutputMemory().outputsOf(cell), {
      texts: [
        { form: 'printed', text: 'Epoch 1/2\n' },
        { form: 'value', text: '(3, 2)' },
        { form: 'shown', text: '[9/9 00:03, Epoch 1/1]' },
      ],
      seconds: null,
      failed: false,
    });
  });

  it('are gone once the cell is edited, until it has run again', () => {
    const memory = new OutputMemory();
    const cell = cellThat({ mime: STDOUT, text: 'old' });
    const before = memory.stampOf(cell);
    cell.document = { version: 2 };
    assert.equal(memory.outputsOf(cell), undefined);
    assert.notEqual(memory.stampOf(cell), before);
    finish(cell, 4, 62);
    assert.equal(memory.outputsOf(cell)?.seconds, 62);
  });

  it('wait for the end of a run', () => {
    const memory = new OutputMemory();
    const cell = cellThat({ mime: STDOUT, text: 'old' });
    memory.stampOf(cell);
    cell.executionSummary = { executionOrder: 4 };
    cell.outputs = [outputOf({ mime: STDOUT, text: 'Epoch 1/2' })];
    const running = memory.stampOf(cell);
    assert.equal(memory.outputsOf(cell), undefined);
    cell.outputs = [outputOf({ mime: STDOUT, text: 'Epoch 1/2\nEpoch 2/2' })];
    assert.equal(memory.stampOf(cell), running, 'a line more is no reason to look again');
    finish(cell, 4, 2);
    assert.equal(memory.outputsOf(cell)?.texts[0]?.text, 'Epoch 1/2\nEpoch 2/2');
  });

  it('stay the same object while nothing changes', () => {
    const memory = new OutputMemory();
    const cell = cellThat({ mime: STDOUT, text: 'done' });
    assert.equal(memory.outputsOf(cell), memory.outputsOf(cell));
  });

  it('say when the cell failed, and nothing when they were cleared', () => {
    const memory = new OutputMemory();
    const failed = cellThat({ mime: 'application/vnd.code.notebook.error', text: '{}', type: 'error' });
    assert.equal(memory.outputsOf(failed)?.failed, true);
    assert.equal(memory.outputsOf(cellThat()), undefined);
  });
});
